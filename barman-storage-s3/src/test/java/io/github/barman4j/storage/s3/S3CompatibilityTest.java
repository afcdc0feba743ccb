/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.StoreCapabilities;
import io.github.barman4j.storage.StoreProperties;
import io.github.barman4j.storage.s3.ScriptedS3.Fault;
import io.github.barman4j.storage.s3.ScriptedS3.Request;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores that speak S3, each in its own way. */
final class S3CompatibilityTest {

  private static final int MIB = 1 << 20;
  private static final S3Location BUCKET = S3Location.ofBucket("bucket");
  private static final ObjectKey KEY = ObjectKey.of("srv/x");

  private ScriptedS3 s3;

  @BeforeEach
  void start() throws IOException {
    s3 = new ScriptedS3();
  }

  @AfterEach
  void stop() {
    s3.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', AWS",
    "https://s3.eu-west-1.amazonaws.com, AWS",
    "https://s3.cn-north-1.amazonaws.com.cn, AWS",
    "https://account.r2.cloudflarestorage.com, CLOUDFLARE_R2",
    "https://fsn1.your-objectstorage.com, HETZNER",
    "https://s3.fr-par.scw.cloud, SCALEWAY",
    "https://storage.googleapis.com, GOOGLE",
    "https://amazonaws.com.example.org, GENERIC",
    "http://127.0.0.1:9000, GENERIC"
  })
  void theEndpointTellsWhichStoreItIs(String endpoint, S3Compatibility expected) {
    Map<String, String> properties =
        endpoint.isEmpty() ? Map.of() : Map.of("endpoint-url", endpoint);
    S3Options options = S3Options.from(BUCKET, StoreProperties.of(properties));
    assertThat(options.compatibility()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, checksums, WHEN_SUPPORTED",
    "aws, chunked-encoding, true",
    "minio, content-md5, true",
    "minio, checksums, WHEN_REQUIRED",
    "ceph, chunked-encoding, false",
    "cloudflare-r2, equal-parts, true",
    "cloudflare-r2, region, auto",
    "cloudflare-r2, object-tags, false",
    "hetzner, checksums, WHEN_REQUIRED",
    "scaleway, max-parts, 1000",
    "scaleway, conditional-writes, false",
    "netapp, bulk-delete, false",
    "netapp, conditional-writes, false",
    "google, bulk-delete, false",
    "google, conditional-writes, false",
    "google, object-tags, false",
    "generic, max-parts, 10000"
  })
  void aStoreSetsTheDefaultsOfOptions(String store, String option, String expected) {
    S3Options options = S3Options.builder(BUCKET).property("compatibility", store).build();
    assertThat(value(options, option)).isEqualTo(expected);
  }

  @Test
  void anOptionThatIsGivenWins() {
    S3Options options =
        S3Options.builder(BUCKET)
            .property("max-parts", "500")
            .property("object-tags", "true")
            .compatibility(S3Compatibility.SCALEWAY)
            .build();
    assertThat(value(options, "max-parts")).isEqualTo("500");
    S3Options moved = options.toBuilder().compatibility(S3Compatibility.GOOGLE).build();
    assertThat(value(moved, "object-tags")).isEqualTo("true");
    assertThat(value(moved, "conditional-writes")).isEqualTo("false");
    assertThat(moved.toString()).contains("max-parts=500").doesNotContain("region");
  }

  private static String value(S3Options options, String name) {
    return S3Settings.ALL.stream()
        .filter(option -> option.name().equals(name))
        .flatMap(option -> options.find(option).stream())
        .map(String::valueOf)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void capabilitiesAreThoseOfTheStore() {
    try (S3ObjectStore store = store(S3Compatibility.SCALEWAY)) {
      StoreCapabilities capabilities = store.capabilities();
      assertThat(capabilities.maxParts()).isEqualTo(1_000);
      assertThat(capabilities.conditionalCreate()).isFalse();
      assertThat(capabilities.objectLock()).isFalse();
    }
  }

  @Test
  void partsOfR2AreEqualButTheLast() throws IOException {
    put(41 * MIB, -1, options(S3Compatibility.CLOUDFLARE_R2).memoryBudget(40L * MIB).build());
    assertThat(partSizes()).containsExactly(10 * MIB, 10 * MIB, 10 * MIB, 10 * MIB, MIB);
  }

  /** Seven parts must do: parts of 5 MiB would need nine. */
  @ParameterizedTest
  @MethodSource("hints")
  void theLimitOfPartsIsNotHitWithEqualParts(long expectedSize) throws IOException {
    S3Options options =
        options(S3Compatibility.CLOUDFLARE_R2)
            .property("max-parts", "7")
            .memoryBudget(80L * MIB)
            .build();
    put(42 * MIB, expectedSize, options);
    List<Integer> sizes = partSizes();
    assertThat(sizes).hasSizeLessThanOrEqualTo(7);
    assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(sizes.get(0));
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(42 * MIB);
  }

  static Stream<Long> hints() {
    return Stream.of(-1L, 42L * MIB, 60L * MIB);
  }

  @Test
  void partsOfOtherStoresGrowSoThatTheLimitIsNotHit() throws IOException {
    S3Options options =
        options(S3Compatibility.GENERIC).property("max-parts", "7").memoryBudget(80L * MIB).build();
    put(60 * MIB, -1, options);
    assertThat(partSizes()).hasSizeLessThanOrEqualTo(7).contains(5 * MIB);
    assertThat(partSizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(60 * MIB);
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Compatibility.class,
      names = {"AUTO", "AWS"},
      mode = EnumSource.Mode.EXCLUDE)
  void noStoreButAwsIsSentWhatItMayNotKnow(S3Compatibility compatibility) throws IOException {
    put(6 * MIB, 6 * MIB, options(compatibility).build());
    put(10, -1, options(compatibility).build());
    assertThat(s3.requests("PUT")).hasSize(1);
    assertThat(s3.requests())
        .allSatisfy(
            request ->
                assertThat(request.headers().keySet())
                    .as(request.operation())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("checksum"))
                    .noneMatch(name -> name.equalsIgnoreCase("x-amz-trailer"))
                    .noneMatch(name -> name.equalsIgnoreCase("content-encoding"))
                    .noneMatch(name -> name.equalsIgnoreCase("x-amz-mp-object-size")));
  }

  @ParameterizedTest
  @EnumSource(value = S3Compatibility.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void everyStoreDeletes(S3Compatibility compatibility) throws IOException {
    boolean bulk = !List.of(S3Compatibility.NETAPP, S3Compatibility.GOOGLE).contains(compatibility);
    try (S3ObjectStore store = store(compatibility)) {
      DeleteResult result = store.delete(List.of(KEY, ObjectKey.of("b")));
      assertThat(result.deleted()).containsExactly(KEY, ObjectKey.of("b"));
    }
    assertThat(s3.requests("BULK_DELETE")).hasSize(bulk ? 1 : 0);
    assertThat(s3.requests("DELETE")).hasSize(bulk ? 0 : 2);
  }

  @ParameterizedTest
  @EnumSource(value = S3Compatibility.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void everyStoreMayLackBulkDeleteAllTheSame(S3Compatibility compatibility) throws IOException {
    for (Fault fault :
        List.of(Fault.LACKING, Fault.NOT_ALLOWED, Fault.MD5_MISSING, Fault.FORBIDDEN)) {
      s3.store("srv/x", new byte[1]);
      s3.then("BULK_DELETE", fault);
      try (S3ObjectStore store = store(compatibility)) {
        assertThat(store.delete(List.of(KEY, ObjectKey.of("b"))).isComplete()).isTrue();
      }
      assertThat(s3.object("srv/x")).as("%s", fault).isNull();
    }
  }

  @Test
  void oldStoresGetTheMd5OfWhatIsDeleted() throws IOException {
    try (S3ObjectStore store = store(S3Compatibility.MINIO)) {
      store.delete(List.of(KEY, ObjectKey.of("b")));
    }
    Request request = s3.requests("BULK_DELETE").get(0);
    assertThat(request.header("Content-MD5")).isEqualTo(md5(request.body()));
  }

  private static String md5(byte[] bytes) {
    try {
      return java.util.Base64.getEncoder()
          .encodeToString(java.security.MessageDigest.getInstance("MD5").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Integer> partSizes() {
    return s3.requests("PART").stream()
        .sorted(java.util.Comparator.comparing(S3CompatibilityTest::partNumber))
        .map(part -> part.body().length)
        .toList();
  }

  private static int partNumber(Request part) {
    return Integer.parseInt(part.query().replaceAll(".*partNumber=(\\d+).*", "$1"));
  }

  private void put(int size, long expectedSize, S3Options options) throws IOException {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 7);
    try (S3ObjectStore store = S3ObjectStore.create(options)) {
      store.put(KEY, ObjectBody.of(bytes), PutOptions.overwrite().withExpectedSize(expectedSize));
    }
    assertThat(s3.object("srv/x")).isEqualTo(bytes);
  }

  private S3ObjectStore store(S3Compatibility compatibility) {
    return S3ObjectStore.create(options(compatibility).build());
  }

  private S3Options.Builder options(S3Compatibility compatibility) {
    return s3.options().property("read-timeout", "10 s").compatibility(compatibility);
  }
}
