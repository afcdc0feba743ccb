/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import io.github.barman4j.retention.RetentionPolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code ObjectStore} asks for.
 *
 * @param configuration the store and what to do there
 * @param retentionPolicy such as {@code 30d}, {@code 4w} or {@code 2m}; null if nothing is deleted
 * @param instanceSidecarConfiguration of the plugin's container; null if nothing is said
 */
public record ObjectStoreSpec(
    ObjectStoreConfiguration configuration,
    @Nullable String retentionPolicy,
    @Nullable InstanceSidecarConfiguration instanceSidecarConfiguration) {

  private static final Pattern RETENTION = Pattern.compile("([1-9][0-9]{0,8})([dwm])");
  private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);

  /**
   * Checks the policy.
   *
   * @throws InvalidObjectStoreException if it has another form
   */
  public ObjectStoreSpec {
    Objects.requireNonNull(configuration, "configuration");
    Problems problems = new Problems();
    checkRetention(problems, retentionPolicy);
    problems.throwIfAny();
  }

  /** Returns the policy, empty if nothing is deleted; a month has 31 days, as with Barman. */
  public Optional<RetentionPolicy> findRetentionPolicy() {
    return Optional.ofNullable(retentionPolicy).map(ObjectStoreSpec::toPolicy);
  }

  /**
   * Returns the time between two rounds of retention: 30 minutes by default, 5 minutes if there is
   * no {@code instanceSidecarConfiguration} or it says 0, as with the plugin.
   */
  public Duration retentionPolicyInterval() {
    int seconds =
        instanceSidecarConfiguration == null
            ? 0
            : instanceSidecarConfiguration.retentionPolicyIntervalSeconds();
    return seconds == 0 ? DEFAULT_INTERVAL : Duration.ofSeconds(seconds);
  }

  static ObjectStoreSpec read(Fields fields) {
    ObjectStoreConfiguration configuration =
        fields.object("configuration", ObjectStoreConfiguration::read);
    String retention = fields.text("retentionPolicy");
    InstanceSidecarConfiguration sidecar =
        fields.object("instanceSidecarConfiguration", InstanceSidecarConfiguration::read);
    fields.check(problems -> checkRetention(problems, retention));
    return new ObjectStoreSpec(Fields.required("configuration", configuration), retention, sidecar);
  }

  private static void checkRetention(Problems problems, @Nullable String text) {
    problems.require(
        text == null || RETENTION.matcher(text).matches(),
        "retentionPolicy",
        "is a number from 1 to 999999999 with d, w or m for days, weeks or months, such as 30d;"
            + " got '"
            + text
            + "'");
  }

  private static RetentionPolicy toPolicy(String text) {
    Matcher matcher = RETENTION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException("Checked when made: " + text);
    }
    String unit =
        switch (matcher.group(2)) {
          case "d" -> "DAYS";
          case "w" -> "WEEKS";
          default -> "MONTHS";
        };
    return RetentionPolicy.parse("RECOVERY WINDOW OF " + matcher.group(1) + " " + unit);
  }
}
