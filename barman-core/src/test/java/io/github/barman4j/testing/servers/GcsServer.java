/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A fake Google Cloud Storage in this process: the JSON API as far as a backup needs it, over HTTP.
 *
 * <p>It knows buckets, uploads in one request and resumable ones, downloads with ranges, lists,
 * deletes one by one and in batches, compositions, rewrites, metadata, generations and their
 * preconditions, CRC32C, keys of encryption by name, holds, and bearer tokens that expire and are
 * revoked. It misbehaves when told to, see {@link #then}. Zeros take no memory.
 *
 * <p>{@code sun.net.httpserver.nodelay} has to be {@code true} before the JDK's server is first
 * used, else small answers take 40 ms; this class sets it when it is loaded.
 *
 * <p>Whoever starts it closes it; that forgets its content. Safe for use by many threads.
 */
public final class GcsServer implements AutoCloseable {
  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(GcsServer::daemon);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final GcsBlocks blocks;
  private final GcsApi api;
  private final GcsTokens tokens = new GcsTokens();
  private final List<Planned> plan = new ArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private record Planned(String operation, GcsFault fault) {}

  /**
   * A request as it came.
   *
   * @param operation as {@link #then} names it
   * @param path decoded, its parts joined by slashes
   */
  public record Request(
      String operation, String path, Map<String, String> query, Map<String, String> headers) {}

  private GcsServer(@Nullable Path directory) throws IOException {
    blocks = new GcsBlocks(directory);
    api = new GcsApi(blocks);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts one that keeps objects in memory. */
  public static GcsServer start() {
    return open(null);
  }

  /**
   * Starts one that keeps objects in a file, whose room is given back when it is closed.
   *
   * @param directory an existing directory
   */
  public static GcsServer start(Path directory) {
    return open(directory);
  }

  private static GcsServer open(@Nullable Path directory) {
    try {
      return new GcsServer(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address without a trailing slash. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Creates a bucket with a name no other test has.
   *
   * @return its name
   */
  public String createBucket() {
    String name = "b4j-" + UUID.randomUUID();
    api.createBucket(name);
    return name;
  }

  /** Returns how many resumable uploads have been begun and neither finished nor cancelled. */
  public int openUploads() {
    return api.openUploads();
  }

  /**
   * Returns the names of such uploads in a bucket that begin with a prefix, if the store holds
   * bytes of them.
   */
  public List<String> uploadsWithBytes(String bucket, String prefix) {
    return api.uploadsWithBytes(bucket, prefix);
  }

  /** Lets only those in who show this bearer token; those given for keys end. */
  public void acceptOnly(String token) {
    tokens.acceptOnly(token);
  }

  /** Ends every token there is; new ones are given to those who have a valid key. */
  public void expireTokens() {
    tokens.expireAll();
  }

  /** Makes a service account with a key, and lets no one in without a token from now on. */
  public ServiceAccount createServiceAccount() {
    return new ServiceAccount(tokens.createKey(endpoint()));
  }

  /** Makes a key invalid, and every token given for it. */
  public void revoke(ServiceAccount account) {
    tokens.revoke((String) JsonText.object(account.keyFile()).get("private_key_id"));
  }

  /**
   * A service account.
   *
   * @param keyFile what is in its key file, in JSON
   */
  public record ServiceAccount(String keyFile) {
    @Override
    public String toString() {
      return "ServiceAccount";
    }
  }

  /**
   * Plans faults for the next requests of an operation; plans of the same add up.
   *
   * @param operation INSERT, BEGIN, CHUNK, FINISH, STATUS, CANCEL, MEDIA, GET, LIST, PATCH, DELETE,
   *     BATCH, COMPOSE, REWRITE, BUCKET or TOKEN
   */
  public GcsServer then(String operation, GcsFault... faults) {
    synchronized (plan) {
      for (GcsFault fault : faults) {
        plan.add(new Planned(operation, fault));
      }
    }
    return this;
  }

  /** Returns the requests so far. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns the requests so far of one operation. */
  public List<Request> requests(String operation) {
    return requests.stream().filter(request -> request.operation().equals(operation)).toList();
  }

  /** Returns an object's bytes, empty if there is none. */
  public Optional<byte[]> content(String bucket, String name) {
    return Optional.ofNullable(api.bucket(bucket).find(name)).map(GcsServer::bytes);
  }

  /** Returns what the API tells of an object, empty if there is none. */
  public Optional<Map<String, Object>> resource(String bucket, String name) {
    return Optional.ofNullable(api.bucket(bucket).find(name)).map(GcsObject::json);
  }

  /** Writes an object past every check. */
  public void store(String bucket, String name, byte[] bytes) {
    GcsContent content = GcsContent.of(List.of(GcsContent.Block.of(bytes)));
    api.bucket(bucket).put(GcsBucket.GcsWrite.of(name, content, Map.of(), 0), GcsConditions.NONE);
  }

  /** Returns the names of all objects in a bucket, sorted. */
  public List<String> names(String bucket) {
    return api.bucket(bucket).names();
  }

  /** Holds an object, so that it can neither be deleted nor replaced. */
  public void hold(String bucket, String name) {
    api.bucket(bucket).patch(name, Map.of("temporaryHold", true), GcsConditions.NONE);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
    try {
      blocks.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      GcsCall call = GcsCall.of(exchange);
      requests.add(
          new Request(
              call.operation(), String.join("/", call.path()), call.query(), call.headers()));
      GcsFault fault = fault(call.operation());
      GcsAnswer answer = fault == null ? answer(call, null) : misbehaving(call, fault);
      if (answer != null) {
        call.body().transferTo(OutputStream.nullOutputStream());
        send(exchange, answer, fault);
      }
    }
  }

  private @Nullable GcsFault fault(String operation) {
    synchronized (plan) {
      for (Planned planned : plan) {
        if (planned.operation().equals(operation)) {
          plan.remove(planned);
          return planned.fault();
        }
      }
      return null;
    }
  }

  private GcsAnswer answer(GcsCall call, @Nullable GcsFault fault) {
    try {
      return switch (call.operation()) {
        case "TOKEN" -> tokens.issue(call);
        // Each call of a batch has a token of its own
        case "BATCH" -> GcsBatch.run(call, part -> authorized(part, null));
        default -> authorized(call, fault);
      };
    } catch (GcsFailure e) {
      return GcsAnswer.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GcsAnswer authorized(GcsCall call, @Nullable GcsFault fault) {
    String authorization = call.headers().get("Authorization");
    try {
      // The address of an upload is a secret of its own
      if (authorization != null || !call.query().containsKey("upload_id")) {
        tokens.check(authorization);
      }
    } catch (GcsFailure e) {
      return GcsAnswer.of(e).with("WWW-Authenticate", "Bearer error=invalid_token");
    }
    return api.answer(call, fault);
  }

  private @Nullable GcsAnswer misbehaving(GcsCall call, GcsFault fault) throws IOException {
    return switch (fault) {
      case BUSY -> error(503, "backendError", "We encountered an internal error. Try again.");
      case THROTTLED -> error(429, "rateLimitExceeded", "Too many requests.");
      case DENIED -> error(403, "forbidden", "The caller has no access to the object.");
      case UNAUTHORIZED -> error(401, "authError", "Invalid Credentials");
      case NO_BUCKET -> GcsAnswer.of(GcsFailure.noBucket());
      case CUT -> null;
      case LOSE_ANSWER -> {
        answer(call, fault);
        yield null;
      }
      case DIE -> {
        answer(call, fault);
        server.stop(0);
        yield null;
      }
      case FORGET -> {
        api.forget(call);
        yield answer(call, fault);
      }
      case HANG -> {
        await();
        yield null;
      }
      case TRUNCATE, DAMAGE, SHORT -> answer(call, fault);
    };
  }

  private static GcsAnswer error(int status, String reason, String message) {
    return GcsAnswer.of(new GcsFailure(status, reason, message));
  }

  private void await() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, GcsAnswer answer, @Nullable GcsFault fault)
      throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), answer.length() == 0 ? -1 : answer.length());
    if (answer.length() > 0) {
      OutputStream out = exchange.getResponseBody();
      if (fault == GcsFault.TRUNCATE) {
        answer.content().writeTo(out, answer.offset(), answer.length() / 2);
      } else {
        answer.writeTo(fault == GcsFault.DAMAGE ? new DamagingOutput(out) : out);
      }
      out.flush();
    }
  }

  private static byte[] bytes(GcsObject object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      object.content().writeTo(bytes, 0, object.content().size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fake-gcs");
    thread.setDaemon(true);
    return thread;
  }

  /** Flips a bit of the first byte. */
  private static final class DamagingOutput extends java.io.FilterOutputStream {
    private boolean damaged;

    DamagingOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int value) throws IOException {
      out.write(damaged ? value : value ^ 1);
      damaged = true;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      write(bytes[offset]);
      out.write(bytes, offset + 1, length - 1);
    }
  }
}
