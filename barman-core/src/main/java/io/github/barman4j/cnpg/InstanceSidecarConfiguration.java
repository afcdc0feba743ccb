/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.List;
import java.util.Objects;

/**
 * The plugin's container beside PostgreSQL; of use to who starts it, not to this library.
 *
 * @param env its environment, besides that of the main container, whose names win
 * @param resources what it needs and gets
 * @param retentionPolicyIntervalSeconds seconds between two rounds of retention; 1800 by default, 0
 *     for 5 minutes
 * @param additionalContainerArgs more arguments; none begins with {@code --log-level}
 * @param logLevel how much it logs; {@link SidecarLogLevel#INFO} by default
 */
public record InstanceSidecarConfiguration(
    List<EnvVar> env,
    ResourceRequirements resources,
    int retentionPolicyIntervalSeconds,
    List<String> additionalContainerArgs,
    SidecarLogLevel logLevel) {

  private static final int DEFAULT_INTERVAL = 1800;

  /**
   * Copies and checks.
   *
   * @throws InvalidObjectStoreException if the interval is negative, or an argument is {@code
   *     --log-level}
   */
  public InstanceSidecarConfiguration {
    env = List.copyOf(env);
    additionalContainerArgs = List.copyOf(additionalContainerArgs);
    Objects.requireNonNull(resources, "resources");
    Objects.requireNonNull(logLevel, "logLevel");
    Problems problems = new Problems();
    problems.require(
        retentionPolicyIntervalSeconds >= 0,
        "retentionPolicyIntervalSeconds",
        "is at least 0, got " + retentionPolicyIntervalSeconds);
    for (int i = 0; i < additionalContainerArgs.size(); i++) {
      problems.require(
          !additionalContainerArgs.get(i).startsWith("--log-level"),
          "additionalContainerArgs[" + i + "]",
          "must not be --log-level: set instanceSidecarConfiguration.logLevel");
    }
    problems.throwIfAny();
  }

  static InstanceSidecarConfiguration read(Fields fields) {
    ResourceRequirements resources = fields.object("resources", ResourceRequirements::read);
    Integer interval = fields.number("retentionPolicyIntervalSeconds");
    SidecarLogLevel level = fields.choice("logLevel", List.of(SidecarLogLevel.values()));
    return new InstanceSidecarConfiguration(
        fields.objects("env", EnvVar::read),
        resources == null ? ResourceRequirements.NONE : resources,
        interval == null ? DEFAULT_INTERVAL : interval,
        fields.texts("additionalContainerArgs"),
        level == null ? SidecarLogLevel.INFO : level);
  }
}
