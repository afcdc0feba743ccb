/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.kills;

import io.github.barman4j.storage.DeleteResult;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ListPage;
import io.github.barman4j.storage.ListRequest;
import io.github.barman4j.storage.ObjectBody;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import io.github.barman4j.storage.PutOptions;
import io.github.barman4j.storage.filter.ForwardingObjectStore;
import io.github.barman4j.testing.kills.KillPoint.Moment;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store at one of whose calls the process halts, without hooks or finally blocks. Each key of a
 * deletion is a call, so that one may stop between two. Thread-safe.
 */
final class DyingObjectStore extends ForwardingObjectStore {

  /** As a process has that was killed by SIGKILL. */
  static final int KILLED = 137;

  private final KillPoint point;
  private final AtomicLong calls = new AtomicLong();

  DyingObjectStore(ObjectStore delegate, KillPoint point) {
    super(delegate);
    this.point = point;
  }

  long calls() {
    return calls.get();
  }

  @Override
  public ObjectMetadata put(ObjectKey key, ObjectBody body, PutOptions options) throws IOException {
    long call = begin();
    ObjectBody sent =
        isDue(call, Moment.WITHIN_CALL) ? out -> body.writeTo(new DyingOutput(out)) : body;
    ObjectMetadata result = super.put(key, sent, options);
    end(call);
    return result;
  }

  @Override
  public ObjectContent get(ObjectKey key, GetOptions options) throws ObjectStoreException {
    long call = begin();
    ObjectContent content = super.get(key, options);
    end(call);
    return isDue(call, Moment.WITHIN_CALL)
        ? new ObjectContent(content.metadata(), new DyingInput(content.stream()))
        : content;
  }

  @Override
  public ObjectMetadata head(ObjectKey key) throws ObjectStoreException {
    long call = begin();
    ObjectMetadata result = super.head(key);
    end(call);
    return result;
  }

  @Override
  public ListPage list(ListRequest request) throws ObjectStoreException {
    long call = begin();
    ListPage result = super.list(request);
    end(call);
    return result;
  }

  @Override
  public DeleteResult delete(Collection<ObjectKey> keys) throws ObjectStoreException {
    List<ObjectKey> deleted = new ArrayList<>();
    Map<ObjectKey, ObjectStoreException> failed = new HashMap<>();
    for (ObjectKey key : keys) {
      long call = begin();
      DeleteResult result = super.delete(List.of(key));
      deleted.addAll(result.deleted());
      failed.putAll(result.failed());
      end(call);
    }
    return new DeleteResult(deleted, failed);
  }

  private long begin() {
    long call = calls.incrementAndGet();
    if (isDue(call, Moment.BEFORE_CALL)) {
      die();
    }
    return call;
  }

  private void end(long call) {
    if (isDue(call, Moment.AFTER_CALL)) {
      die();
    }
  }

  private boolean isDue(long call, Moment moment) {
    return point.moment() == moment && point.at() == call;
  }

  private static void die() {
    Runtime.getRuntime().halt(KILLED);
  }

  /** Halts when a part of the body has been written, also if all of it is one write. */
  private static final class DyingOutput extends FilterOutputStream {

    DyingOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length / 2);
      die();
    }

    @Override
    public void write(int b) {
      die();
    }
  }

  private static final class DyingInput extends FilterInputStream {

    DyingInput(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      die();
      return read;
    }

    @Override
    public int read() {
      die();
      return -1;
    }
  }
}
