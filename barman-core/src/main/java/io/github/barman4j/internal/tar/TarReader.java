/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import io.github.barman4j.CorruptArchiveException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar (ustar, GNU, PAX) from a decoded stream, member by member, trusting nothing in it.
 *
 * <p>What is wrong with the tar is a {@link CorruptArchiveException} that names the tar and the
 * member; what is wrong with the stream passes unchanged. The stream belongs to the caller, who
 * closes it; so there is nothing to close here. For one thread.
 */
public final class TarReader {
  private final String archive;
  private final Source source;
  private final TarRecords records;
  private @Nullable TarArchiveEntry entry;
  private int ordinal;

  /**
   * Begins to read.
   *
   * @param decoded the tar, not compressed; reads are as large as the caller's
   * @param archive what to call it in messages, such as its object's key
   */
  public TarReader(InputStream decoded, String archive) {
    this.archive = Objects.requireNonNull(archive, "archive");
    this.source = new Source(decoded);
    this.records = new TarRecords(source);
  }

  /**
   * The next member; what was not read of the one before is skipped.
   *
   * @return null at the end of the tar
   * @throws CorruptArchiveException if the tar is damaged, is cut inside a member, or names a
   *     member outside of the directory it is extracted to, which has {@link RefusedNameException}
   *     as its cause and does not keep the next member from being read
   */
  public @Nullable TarMember next() throws IOException {
    ordinal++;
    try {
      TarArchiveEntry next = records.getNextEntry();
      TarMember member = next == null ? null : member(next);
      entry = next;
      return member;
    } catch (IOException | RuntimeException e) {
      throw translate(e);
    }
  }

  /** The content of the member that {@link #next} returned last, of exactly its size. */
  public InputStream stream() {
    return new Content(ordinal);
  }

  /**
   * Whether the tar's end mark was read. A tar without one may have been cut between two members:
   * Barman accepts it, who knows better may not.
   */
  public boolean endedProperly() {
    return records.endedProperly();
  }

  private TarMember member(TarArchiveEntry next) {
    if (next.isSparse()) {
      throw new CorruptArchiveException(
          "%s has a sparse member, \"%s\", which no backup of PostgreSQL has"
              .formatted(archive, printable(next.getName())));
    }
    TarMember.Type type = type(next);
    return new TarMember(
        normalize(next, next.getName()),
        type,
        linkTarget(next, type),
        next.getMode() & 07777,
        next.getLastModifiedTime(),
        type == TarMember.Type.FILE ? next.getRealSize() : 0);
  }

  private String linkTarget(TarArchiveEntry next, TarMember.Type type) {
    return switch (type) {
      case HARD_LINK -> normalize(next, next.getLinkName());
      case SYMBOLIC_LINK -> next.getLinkName();
      default -> "";
    };
  }

  private String normalize(TarArchiveEntry next, String name) {
    try {
      return MemberNames.normalize(name);
    } catch (RefusedNameException e) {
      throw new CorruptArchiveException(
          "%s has a member \"%s\" whose name or link target is refused: %s"
              .formatted(archive, printable(next.getName()), e.getMessage()),
          e);
    }
  }

  private static TarMember.Type type(TarArchiveEntry next) {
    if (next.isDirectory()) {
      return TarMember.Type.DIRECTORY;
    } else if (next.isSymbolicLink()) {
      return TarMember.Type.SYMBOLIC_LINK;
    } else if (next.isLink()) {
      return TarMember.Type.HARD_LINK;
    }
    return isRegular(next) ? TarMember.Type.FILE : TarMember.Type.OTHER;
  }

  /** The library calls all kinds files that it has no other word for. */
  private static boolean isRegular(TarArchiveEntry next) {
    return next.getLinkFlag() == 0 || "07".indexOf(next.getLinkFlag()) >= 0;
  }

  private IOException translate(Exception thrown) {
    if (thrown instanceof CorruptArchiveException corrupt) {
      throw corrupt;
    }
    if (source.failure == thrown) {
      return thrown instanceof IOException io ? io : new IOException(thrown);
    }
    String place = entry == null ? "at its beginning" : "in or after member \"" + name() + "\"";
    throw new CorruptArchiveException(
        "%s is not a whole tar, %s: %s".formatted(archive, place, thrown.getMessage()), thrown);
  }

  private String name() {
    return entry == null ? "" : printable(entry.getName());
  }

  private static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  /** One member's content; reading it is an error once the next member has begun. */
  private final class Content extends InputStream {
    private final int owner;

    Content(int owner) {
      this.owner = owner;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (owner != ordinal || entry == null) {
        throw new IllegalStateException("the reader is not at this member");
      }
      try {
        return records.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        throw translate(e);
      }
    }
  }

  /** Remembers its own failure, to tell it from the tar's. */
  private static final class Source extends FilterInputStream {
    private @Nullable Exception failure;

    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return in.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public long skip(long count) throws IOException {
      try {
        return in.skip(count);
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }
  }
}
