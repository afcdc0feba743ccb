/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake refuses what Google Cloud Storage refuses; else tests against it would prove little. */
final class GcsServerTest {
  private static final int QUANTUM = 256 << 10;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private GcsServer server;
  private String bucket;

  @BeforeEach
  void start() {
    server = GcsServer.start();
    bucket = server.createBucket();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aWrongChecksumIsRefused() throws Exception {
    assertThat(insert("a", "{\"name\": \"a\", \"crc32c\": \"AAAAAA==\"}").statusCode())
        .isEqualTo(400);
    assertThat(insert("a", "{\"name\": \"a\", \"md5Hash\": \"AAAAAAAAAAAAAAAAAAAAAA==\"}").body())
        .contains("MD5");
    assertThat(server.names(bucket)).isEmpty();
    assertThat(insert("a", "{\"name\": \"a\", \"crc32c\": \"4waSgw==\"}").statusCode())
        .isEqualTo(200);
    assertThat(server.content(bucket, "a")).contains("123456789".getBytes(UTF_8));
  }

  @Test
  void generationsArePreconditions() throws Exception {
    assertThat(put("a", "?ifGenerationMatch=7")).isEqualTo(412);
    assertThat(put("a", "?ifGenerationMatch=0")).isEqualTo(200);
    assertThat(put("a", "?ifGenerationMatch=0")).isEqualTo(412);
    String generation = (String) server.resource(bucket, "a").orElseThrow().get("generation");
    assertThat(send("GET", object("a") + "?ifGenerationNotMatch=" + generation)).isEqualTo(412);
    assertThat(send("GET", object("a") + "?alt=media&ifGenerationMatch=7")).isEqualTo(412);
    assertThat(send("DELETE", object("a") + "?ifGenerationMatch=7")).isEqualTo(412);
    assertThat(put("a", "?ifGenerationMatch=" + generation)).isEqualTo(200);
    assertThat(send("DELETE", object("a"))).isEqualTo(204);
    assertThat(send("DELETE", object("a"))).isEqualTo(404);
  }

  @Test
  void chunksComeInOrderAndInWholeMultiples() throws Exception {
    String address = begin("a");
    assertThat(chunk(address, QUANTUM, 2 * QUANTUM, "*").statusCode()).isEqualTo(503);
    assertThat(chunk(address, 0, QUANTUM, "*").headers().firstValue("Range"))
        .contains("bytes=0-" + (QUANTUM - 1));
    assertThat(status(address).statusCode()).isEqualTo(308);
    assertThat(server.openUploads()).isEqualTo(1);
    assertThat(chunk(address, QUANTUM, QUANTUM + 10, "" + (QUANTUM + 10)).statusCode())
        .isEqualTo(200);
    assertThat(server.content(bucket, "a")).contains(bytes(QUANTUM + 10));
    assertThat(status(address).statusCode()).as("a finished upload").isEqualTo(200);
    assertThat(server.openUploads()).isZero();
    assertThat(chunk(begin("b"), 0, QUANTUM - 1, "*").statusCode()).isEqualTo(400);
  }

  @Test
  void anUploadThatIsCancelledOrDamagedMakesNoObject() throws Exception {
    String address = begin("a");
    chunk(address, 0, QUANTUM, "*");
    assertThat(call(request(address).DELETE()).statusCode()).isEqualTo(499);
    assertThat(chunk(address, QUANTUM, QUANTUM + 1, "" + (QUANTUM + 1)).statusCode())
        .isEqualTo(404);
    HttpRequest.Builder damaged =
        request(begin("a"))
            .header("Content-Range", "bytes 0-8/9")
            .header("x-goog-hash", "crc32c=AAAAAA==")
            .PUT(BodyPublishers.ofString("123456789"));
    assertThat(call(damaged).statusCode()).isEqualTo(400);
    assertThat(server.names(bucket)).isEmpty();
    assertThat(server.openUploads()).isZero();
  }

  @Test
  void preconditionsOfAnUploadHoldAtItsEndToo() throws Exception {
    String address = begin("a&ifGenerationMatch=0");
    server.store(bucket, "a", new byte[1]);
    assertThat(chunk(address, 0, 10, "10").statusCode()).isEqualTo(412);
    assertThat(server.content(bucket, "a")).contains(new byte[1]);
  }

  @Test
  void rangesAreCutAtTheEndAndRefusedBehindIt() throws Exception {
    server.store(bucket, "a", "0123456789".getBytes(UTF_8));
    HttpRequest.Builder request = request(server.endpoint() + object("a") + "?alt=media");
    HttpResponse<String> tail = call(request.copy().header("Range", "bytes=7-20"));
    assertThat(tail.body()).isEqualTo("789");
    assertThat(tail.headers().firstValue("Content-Range")).contains("bytes 7-9/10");
    assertThat(call(request.copy().header("Range", "bytes=10-")).statusCode()).isEqualTo(416);
  }

  @Test
  void listsFoldAndGoOnWherePagesEnd() throws Exception {
    for (String name : List.of("a/1", "a/2", "b", "é", "\uD83D\uDE00", "\uFF5E")) {
      server.store(bucket, name, new byte[0]);
    }
    assertThat(list("delimiter=/&maxResults=2"))
        .contains("\"a/\"", "\"name\": \"b\"", "nextPageToken")
        .doesNotContain("a/1", "\\u00e9");
    assertThat(list("delimiter=/&maxResults=2&pageToken=b"))
        .contains("\\u00e9", "\\uff5e")
        .doesNotContain("a/", "\\ud83d");
    assertThat(list("prefix=a/&startOffset=a/2")).contains("a/2").doesNotContain("a/1");
  }

  @Test
  void atMost32ObjectsAreComposedAndEachIsThere() throws Exception {
    server.store(bucket, "p", "x".getBytes(UTF_8));
    assertThat(compose("c", 33)).isEqualTo(400);
    assertThat(compose("c", 0)).isEqualTo(400);
    assertThat(compose("c", 32)).isEqualTo(200);
    assertThat(server.content(bucket, "c")).contains("x".repeat(32).getBytes(UTF_8));
    String absent = "{\"sourceObjects\": [{\"name\": \"q\"}]}";
    assertThat(post(object("c") + "/compose", absent)).isEqualTo(404);
  }

  @Test
  void bodiesMayBeCompressedAndMethodsOverridden() throws Exception {
    server.store(bucket, "a", new byte[1]);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(body)) {
      out.write("{\"metadata\": {\"k\": \"v\", \"gone\": null}}".getBytes(UTF_8));
    }
    HttpRequest.Builder patch =
        request(server.endpoint() + object("a"))
            .header("X-HTTP-Method-Override", "PATCH")
            .header("Content-Encoding", "gzip")
            .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    assertThat(call(patch).statusCode()).isEqualTo(200);
    assertThat(server.resource(bucket, "a").orElseThrow())
        .containsEntry("metadata", Map.of("k", "v"))
        .containsEntry("metageneration", "2");
  }

  @Test
  void onlyWhoShowsTheTokenIsLetIn() throws Exception {
    server.acceptOnly("right");
    assertThat(send("GET", object("a"))).isEqualTo(401);
    HttpRequest.Builder request = request(server.endpoint() + object("a"));
    assertThat(call(request.copy().header("Authorization", "Bearer right")).statusCode())
        .isEqualTo(404);
    server.expireTokens();
    assertThat(call(request.copy().header("Authorization", "Bearer right")).statusCode())
        .isEqualTo(401);
  }

  @Test
  void whatIsHeldStays() throws Exception {
    server.store(bucket, "a", new byte[1]);
    server.hold(bucket, "a");
    assertThat(send("DELETE", object("a"))).isEqualTo(403);
    assertThat(put("a", "")).isEqualTo(403);
  }

  @Test
  void contentIsTheSameOnTheHeapAndInAFile(@TempDir Path directory) throws Exception {
    byte[] sparse = Arrays.copyOf(bytes(200_000), 700_000);
    try (GcsServer onDisk = GcsServer.start(directory)) {
      String other = onDisk.createBucket();
      URI upload = URI.create(onDisk.endpoint() + "/upload/storage/v1/b/" + other + "/o?name=a");
      call(HttpRequest.newBuilder(upload).POST(BodyPublishers.ofByteArray(sparse)));
      assertThat(onDisk.content(other, "a")).contains(sparse);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private HttpResponse<String> insert(String name, String json) throws Exception {
    String body =
        "--cut\r\nContent-Type: application/json\r\n\r\n%s\r\n--cut\r\n\r\n123456789\r\n--cut--"
            .formatted(json);
    return call(
        request(upload("multipart", name))
            .header("Content-Type", "multipart/related; boundary=cut")
            .POST(BodyPublishers.ofString(body)));
  }

  private int put(String name, String query) throws Exception {
    String url = upload("media", name) + query.replace('?', '&');
    return call(request(url).POST(BodyPublishers.ofString("content"))).statusCode();
  }

  private String begin(String name) throws Exception {
    HttpResponse<String> begun =
        call(request(upload("resumable", name)).POST(BodyPublishers.noBody()));
    return begun.headers().firstValue("Location").orElseThrow();
  }

  private static HttpResponse<String> chunk(String address, int from, int to, String total)
      throws Exception {
    return call(
        request(address)
            .header("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + total)
            .PUT(BodyPublishers.ofByteArray(Arrays.copyOfRange(bytes(to), from, to))));
  }

  private static HttpResponse<String> status(String address) throws Exception {
    return call(request(address).header("Content-Range", "bytes */*").PUT(BodyPublishers.noBody()));
  }

  private String list(String query) throws Exception {
    return call(request(server.endpoint() + "/storage/v1/b/" + bucket + "/o?" + query)).body();
  }

  private int compose(String name, int count) throws Exception {
    String sources = "{\"name\": \"p\"},".repeat(count).replaceFirst(",$", "");
    return post(object(name) + "/compose", "{\"sourceObjects\": [" + sources + "]}");
  }

  private int post(String path, String json) throws Exception {
    return call(request(server.endpoint() + path).POST(BodyPublishers.ofString(json))).statusCode();
  }

  private int send(String method, String path) throws Exception {
    return call(request(server.endpoint() + path).method(method, BodyPublishers.noBody()))
        .statusCode();
  }

  private String upload(String type, String name) {
    return "%s/upload/storage/v1/b/%s/o?uploadType=%s&name=%s"
        .formatted(server.endpoint(), bucket, type, name);
  }

  private String object(String name) {
    return "/storage/v1/b/" + bucket + "/o/" + name;
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url));
  }

  private static HttpResponse<String> call(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    return Arrays.copyOf(bytes, length);
  }
}
