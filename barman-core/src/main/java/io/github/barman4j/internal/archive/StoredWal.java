/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.postgres.WalFileName;
import io.github.barman4j.storage.GetOptions;
import io.github.barman4j.storage.ObjectContent;
import io.github.barman4j.storage.ObjectKey;
import io.github.barman4j.storage.ObjectMetadata;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.ObjectStore;
import io.github.barman4j.storage.ObjectStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * A WAL file in the archive, being read and decoded. The reader closes it; closing before the end
 * gives the rest up. For one thread.
 */
public final class StoredWal implements Closeable {

  /** Barman's archive hook uploads what the server had compressed under a name without suffix. */
  private static final int SNIFFED = OpenPgp.BEGINNING;

  private final ObjectMetadata metadata;
  private final Codec codec;
  private final InputStream content;

  private StoredWal(ObjectMetadata metadata, Codec codec, InputStream content) {
    this.metadata = metadata;
    this.codec = codec;
    this.content = content;
  }

  /**
   * Opens a WAL file in the compression that its key's suffix says, or without suffix its first
   * bytes.
   *
   * @throws ObjectNotFoundException if the store says that there is none
   * @throws ObjectStoreException if the store fails
   * @throws IOException if its first bytes cannot be read
   */
  public static StoredWal open(ObjectStore store, ObjectKey key) throws IOException {
    ObjectContent object = store.get(key, GetOptions.all());
    Codec codec = Codec.ofFileName(key.lastName());
    return codec == Codec.NONE
        ? sniffed(object)
        : decoded(object.metadata(), codec, object.stream());
  }

  private static StoredWal sniffed(ObjectContent object) throws IOException {
    PushbackInputStream stream = new PushbackInputStream(object.stream(), SNIFFED);
    try {
      byte[] beginning = stream.readNBytes(SNIFFED);
      stream.unread(beginning);
      requireReadable(beginning);
      return decoded(object.metadata(), Codec.sniff(beginning), stream);
    } catch (IOException | RuntimeException e) {
      try (stream) {
        throw e;
      }
    }
  }

  private static void requireReadable(byte[] beginning) throws MalformedStreamException {
    if (OpenPgp.isEncrypted(beginning)) {
      throw new MalformedStreamException(
          "expected WAL, got an OpenPGP message: it is encrypted, and has to be decrypted first");
    }
  }

  private static StoredWal decoded(ObjectMetadata metadata, Codec codec, InputStream in)
      throws IOException {
    String name = codec.stripSuffix(metadata.key().lastName());
    InputStream content =
        BoundedWalInputStream.of(codec.decompressing(in), WalFileName.find(name).orElse(null));
    return new StoredWal(metadata, codec, content);
  }

  /** Returns what the store says of the object. */
  public ObjectMetadata metadata() {
    return metadata;
  }

  /** Returns how it is compressed. */
  public Codec codec() {
    return codec;
  }

  /**
   * Returns the decoded bytes. A read throws {@link
   * io.github.barman4j.compression.MalformedStreamException} if the object is damaged, cut, or
   * longer than such a file can be, and what the store throws if it fails.
   */
  public InputStream content() {
    return content;
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
