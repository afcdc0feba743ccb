/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Draws faults; the draws of a seed do not change, so that its failures can be repeated. */
final class RandomFaults {

  /** RFC 9110, 9.2.2: no proxy repeats a request on its own unless its method is idempotent. */
  private static final List<RequestMatch> IDEMPOTENT =
      List.of(
          RequestMatch.method("PUT"),
          RequestMatch.method("DELETE"),
          RequestMatch.method("GET"),
          RequestMatch.method("HEAD"));

  private static final List<RequestMatch> MATCHES =
      List.of(
          RequestMatch.ANY,
          RequestMatch.ANY,
          RequestMatch.LIST,
          RequestMatch.READ,
          RequestMatch.method("HEAD"),
          RequestMatch.method("PUT"),
          RequestMatch.method("PUT"),
          RequestMatch.method("POST"),
          RequestMatch.method("POST"),
          RequestMatch.method("DELETE"));

  /** About as many as there are in a small job, so that most faults happen. */
  private static final Map<String, Integer> LATEST =
      Map.of("any request", 60, "list", 12, "read", 12, "PUT", 15);

  private static final int KINDS = 13;
  private static final int MOST_FAULTS = 5;
  private static final int LATEST_OTHER = 5;

  private final Random random;

  RandomFaults(long seed) {
    random = new Random(seed);
  }

  List<PlannedFault> faults() {
    return Stream.generate(this::planned).limit(1 + random.nextInt(MOST_FAULTS)).toList();
  }

  private PlannedFault planned() {
    ProxyFault fault = fault();
    RequestMatch match = match(fault);
    int first = 1 + random.nextInt(LATEST.getOrDefault(match.description(), LATEST_OTHER));
    return new PlannedFault(fault, match, first, times());
  }

  private int times() {
    return switch (random.nextInt(6)) {
      case 0 -> 5 + random.nextInt(16);
      case 1, 2 -> 2 + random.nextInt(3);
      default -> 1;
    };
  }

  private RequestMatch match(ProxyFault fault) {
    if (fault instanceof ProxyFault.ErrorInSuccess) {
      return RequestMatch.FAILING_IN_SUCCESS;
    }
    if (fault instanceof ProxyFault.StaleList) {
      return RequestMatch.LIST;
    }
    if (fault instanceof ProxyFault.DeliverTwice) {
      return oneOf(IDEMPOTENT);
    }
    return oneOf(MATCHES);
  }

  private ProxyFault fault() {
    return switch (random.nextInt(KINDS)) {
      case 0 -> new ProxyFault.Delay(Duration.ofMillis(random.nextInt(400)));
      case 1 -> new ProxyFault.Throttle(100_000 + random.nextInt(1_000_000));
      case 2 -> new ProxyFault.CutBeforeRequest();
      case 3 -> new ProxyFault.CutRequestBody(random.nextInt(200_000));
      case 4 -> new ProxyFault.LoseAnswer();
      case 5 -> new ProxyFault.CutAnswerBody(random.nextInt(50_000));
      case 6 -> new ProxyFault.Refuse(HttpHead.BUSY);
      case 7 -> new ProxyFault.Refuse(oneOf(List.of(500, 502, 503, 504)));
      case 8 -> new ProxyFault.RefuseAfterwards(oneOf(List.of(500, 503)));
      case 9 -> new ProxyFault.ErrorInSuccess();
      case 10 -> new ProxyFault.TruncateAnswer(random.nextInt(50_000));
      case 11 -> new ProxyFault.DeliverTwice();
      default -> random.nextBoolean() ? new ProxyFault.StaleList() : new ProxyFault.Hang();
    };
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
