/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.cnpg;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a container needs and gets, in quantities of Kubernetes such as {@code 500m} or {@code
 * 256Mi}.
 *
 * @param requests at least, by resource
 * @param limits at most, by resource
 * @param claims of dynamic resources
 */
public record ResourceRequirements(
    Map<String, String> requests, Map<String, String> limits, List<Claim> claims) {

  /** Nothing asked for. */
  public static final ResourceRequirements NONE =
      new ResourceRequirements(Map.of(), Map.of(), List.of());

  private static final Pattern QUANTITY =
      Pattern.compile(
          "[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?");

  /**
   * Copies and checks the quantities.
   *
   * @throws InvalidObjectStoreException if one is none
   */
  public ResourceRequirements {
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
    claims = List.copyOf(claims);
    Problems problems = new Problems();
    requests.forEach((name, value) -> check(problems, "requests." + name, value));
    limits.forEach((name, value) -> check(problems, "limits." + name, value));
    problems.throwIfAny();
  }

  static ResourceRequirements read(Fields fields) {
    return new ResourceRequirements(
        fields.quantities("requests"),
        fields.quantities("limits"),
        fields.objects("claims", Claim::read));
  }

  private static void check(Problems problems, String field, String value) {
    problems.require(
        QUANTITY.matcher(value).matches(),
        field,
        "is not a quantity such as 500m or 256Mi, got '" + value + "'");
  }

  /**
   * A claim of a dynamic resource.
   *
   * @param name of the pod's claim
   * @param request of the claim's requests; null for all
   */
  public record Claim(String name, @Nullable String request) {

    /** Checks the name. */
    public Claim {
      Problems problems = new Problems();
      problems.require(!name.isEmpty(), "name", "is required and not empty");
      problems.throwIfAny();
    }

    static Claim read(Fields fields) {
      return new Claim(fields.requiredText("name"), fields.text("request"));
    }
  }
}
