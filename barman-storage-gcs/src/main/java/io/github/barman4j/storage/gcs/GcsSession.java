/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.gcs;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.model.StorageObject;
import io.github.barman4j.storage.spi.upload.PartBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A resumable upload: parts are sent as chunks in a row. Only {@link #complete} states the object's
 * size, which is what makes it; until then the upload can be cancelled, and nothing but being
 * cancelled becomes of it.
 *
 * <p>Chunks are whole multiples of 256 KiB, so what is behind the last multiple of a part waits for
 * the end. Only the last part is of another size.
 */
final class GcsSession implements GcsParts {

  private static final Pattern RANGE = Pattern.compile("bytes=0-(\\d+)");

  private final GcsContext context;
  private final GcsWrite write;
  private @Nullable String address;
  private PartBody tail = PartBody.EMPTY;
  private long persisted;
  private boolean inDoubt;

  GcsSession(GcsContext context, GcsWrite write) {
    this.context = context;
    this.write = write;
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public void begin() {
    address =
        context
            .http()
            .repeat(
                () -> {
                  HttpResponse answer = context.http().send(context.requests().begin(write));
                  answer.ignore();
                  return answer.getHeaders().getLocation();
                });
  }

  @Override
  public GcsPart send(int number, PartBody part) {
    long from = persisted;
    long whole = part.size() / GcsOptions.QUANTUM * GcsOptions.QUANTUM;
    while (persisted < from + whole) {
      context.http().repeat(() -> sendFrom(part, from, whole));
    }
    tail = new Tail(part, whole);
    return GcsPart.ofChunk(GcsChecksum.of(part));
  }

  @Override
  public StorageObject complete(List<GcsPart> parts, GcsChecksum whole) {
    long from = whole.size() - tail.size();
    return context.http().repeat(() -> finish(from, whole));
  }

  @Override
  public boolean leavesSomething() {
    return false;
  }

  @Override
  public void abort() {
    context
        .http()
        .repeat(
            () -> {
              context.http().send(context.requests().cancel(address())).disconnect();
              return true;
            });
  }

  /** Sends what the store has not of a part that begins at {@code from}. */
  private long sendFrom(PartBody part, long from, long whole) throws IOException {
    if (inDoubt) {
      resume();
    }
    long done = persisted - from;
    if (done < 0 || done > whole) {
      throw new IOException("The store has " + persisted + " bytes of a part at " + from);
    }
    if (done < whole) {
      take(chunk(part, done, whole - done), from);
    }
    return persisted;
  }

  private HttpResponse chunk(PartBody part, long done, long length) throws IOException {
    inDoubt = true;
    return context
        .http()
        .send(
            context.requests().chunk(address(), new GcsPartContent(part, done, length), persisted));
  }

  /** The store may have kept less than it was sent, but not nothing again and again. */
  private void take(HttpResponse answer, long from) throws IOException {
    long before = persisted;
    persisted = incomplete(answer);
    inDoubt = false;
    if (persisted <= Math.max(before, from - 1)) {
      throw new IOException("The store took nothing of a chunk at " + before);
    }
  }

  private StorageObject finish(long from, GcsChecksum whole) throws IOException {
    StorageObject done = inDoubt ? resume() : null;
    if (done != null) {
      return done;
    }
    inDoubt = true;
    long missing = whole.size() - persisted;
    GcsPartContent content = new GcsPartContent(tail, persisted - from, missing);
    HttpResponse answer = context.http().send(context.requests().finish(address(), content, whole));
    if (answer.getStatusCode() == GcsRequests.INCOMPLETE) {
      persisted = incomplete(answer);
      throw new IOException("The store kept " + persisted + " of " + whole.size() + " bytes");
    }
    return GcsContext.resource(answer);
  }

  /** Asks how far the upload is; returns the object if it is done. */
  private @Nullable StorageObject resume() throws IOException {
    HttpResponse answer = context.http().send(context.requests().status(address()));
    if (answer.getStatusCode() != GcsRequests.INCOMPLETE) {
      return GcsContext.resource(answer);
    }
    persisted = incomplete(answer);
    inDoubt = false;
    return null;
  }

  private static long incomplete(HttpResponse answer) throws IOException {
    answer.ignore();
    if (answer.getStatusCode() != GcsRequests.INCOMPLETE) {
      throw new IOException("The upload ended before all was sent: " + answer.getStatusMessage());
    }
    String range = answer.getHeaders().getRange();
    Matcher matcher = RANGE.matcher(Objects.requireNonNullElse(range, ""));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) + 1 : 0;
  }

  private String address() {
    return Objects.requireNonNull(address, "address");
  }

  /** The end of a part, in memory of its own: that of the part is used again. */
  private static final class Tail implements PartBody {
    private final byte[] bytes;

    Tail(PartBody part, long offset) {
      try (InputStream in = part.open()) {
        in.skipNBytes(offset);
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("Memory cannot be read", e);
      }
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
