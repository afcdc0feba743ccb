/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.CorruptArchiveException;
import io.github.barman4j.compression.Codec;
import io.github.barman4j.compression.MalformedStreamException;
import io.github.barman4j.compression.TruncatedStreamException;
import io.github.barman4j.internal.archive.ResumingInputStream;
import io.github.barman4j.internal.archive.StoreFailures;
import io.github.barman4j.internal.tar.RefusedNameException;
import io.github.barman4j.internal.tar.TarMember;
import io.github.barman4j.internal.tar.TarReader;
import io.github.barman4j.storage.ObjectNotFoundException;
import io.github.barman4j.storage.StoreAccessDeniedException;
import io.github.barman4j.verify.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads one part to its end and checks all that is in it. For one thread. */
final class PartCheck {

  private final VerifyRun run;
  private final PartObject part;
  private final MemberVisitor visitor;

  PartCheck(VerifyRun run, PartObject part, MemberVisitor visitor) {
    this.run = run;
    this.part = part;
    this.visitor = visitor;
  }

  /** Reads the part; returns whether it could be read to its end. */
  boolean read() {
    EndWatch decoded = null;
    try (InputStream object = new ResumingInputStream(run.store(), part.key());
        EndWatch stream = new EndWatch(decoder().decompressing(new Metered(object, run)))) {
      decoded = stream;
      return read(stream);
    } catch (TruncatedStreamException e) {
      return failed(Kind.PART_TRUNCATED, e);
    } catch (MalformedStreamException e) {
      return failed(Kind.PART_DAMAGED, e);
    } catch (CorruptArchiveException e) {
      return failed(isAtEnd(decoded) ? Kind.PART_TRUNCATED : Kind.PART_DAMAGED, e);
    } catch (StoreAccessDeniedException e) {
      return failed(Kind.PART_DAMAGED, e);
    } catch (ObjectNotFoundException e) {
      return failed(Kind.PART_MISSING, e);
    } catch (IOException e) {
      run.checkGoesOn();
      throw StoreFailures.of("Could not read " + part.key(), e);
    }
  }

  private Codec decoder() {
    return Codec.ofFileName(part.key().value());
  }

  private static boolean isAtEnd(@Nullable EndWatch decoded) {
    return decoded != null && decoded.isAtEnd();
  }

  private boolean failed(Kind kind, Exception cause) {
    run.findings().add(Problem.of(kind, part.key(), String.valueOf(cause.getMessage())));
    return false;
  }

  private boolean read(EndWatch stream) throws IOException {
    TarReader tar = new TarReader(stream, part.key().value());
    for (TarMember member = next(tar); member != null; member = next(tar)) {
      member(member, tar);
    }
    return end(tar, stream);
  }

  /** A refused name is a problem of one member: what follows is read all the same. */
  private @Nullable TarMember next(TarReader tar) throws IOException {
    while (true) {
      try {
        return tar.next();
      } catch (CorruptArchiveException e) {
        if (!(e.getCause() instanceof RefusedNameException)) {
          throw e;
        }
        failed(Kind.UNSAFE_MEMBER, e);
      }
    }
  }

  private void member(TarMember member, TarReader tar) throws IOException {
    String path = part.pathOf(member.name());
    switch (member.type()) {
      case DIRECTORY -> visitor.directory(path);
      case FILE -> visitor.file(part, path, tar.stream());
      case HARD_LINK -> visitor.hardLink(path);
      case SYMBOLIC_LINK ->
          run.findings()
              .note("Symbolic link " + path + " -> " + member.linkTarget() + " is not restored");
      case OTHER ->
          run.findings()
              .add(
                  Problem.of(Kind.UNSAFE_MEMBER, part.key(), "it is a device, pipe or the like")
                      .at(path));
    }
  }

  private boolean end(TarReader tar, InputStream stream) throws IOException {
    boolean clean = onlyZeros(stream);
    if (!tar.endedProperly()) {
      String message = "the tar has no end mark: it was cut between two members";
      run.findings().add(Problem.of(Kind.PART_TRUNCATED, part.key(), message));
    } else if (!clean) {
      String message = "there are other bytes behind the end of the tar";
      run.findings().add(Problem.of(Kind.PART_DAMAGED, part.key(), message));
    }
    return tar.endedProperly() && clean;
  }

  private static boolean onlyZeros(InputStream stream) throws IOException {
    byte[] buffer = new byte[1 << 14];
    boolean zeros = true;
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      for (int i = 0; i < read; i++) {
        zeros &= buffer[i] == 0;
      }
    }
    return zeros;
  }
}
