/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.verify;

import io.github.barman4j.internal.manifest.MalformedManifestException;
import io.github.barman4j.internal.manifest.ManifestReader;
import io.github.barman4j.internal.manifest.ManifestSummary;
import io.github.barman4j.internal.pages.PageChecksum;
import io.github.barman4j.internal.pages.PageScan;
import io.github.barman4j.internal.pages.RelationFile;
import io.github.barman4j.verify.ManifestCheck.FileCheck;
import io.github.barman4j.verify.Problem.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the members of one part: everything if the manifest is known already, all but the
 * manifest's checksums if not.
 */
final class FirstReading implements MemberVisitor {

  private static final int BUFFER = 32 * PageChecksum.PAGE;

  private final VerifyRun run;
  private final @Nullable ManifestCheck manifest;
  private final byte[] buffer = new byte[BUFFER];
  private final PageScan pages;

  FirstReading(VerifyRun run, @Nullable ManifestCheck manifest) {
    this.run = run;
    this.manifest = manifest;
    this.pages = new PageScan(buffer, run.pages());
  }

  @Override
  public void directory(String path) {
    run.essentials().saw(path);
  }

  @Override
  public void hardLink(String path) {
    if (manifest != null) {
      manifest.markSeen(path);
    }
    run.findings().note("Hard link " + path + " was not compared with the manifest");
  }

  @Override
  public void file(PartObject part, String path, InputStream content) throws IOException {
    run.tally().files.increment();
    run.essentials().saw(path);
    if (path.equals(ManifestReader.NAME)) {
      readManifest(part, content);
    } else if (run.essentials().wants(path)) {
      capture(part, path, content);
    } else {
      stream(part, path, content);
    }
  }

  private void readManifest(PartObject part, InputStream content) throws IOException {
    ManifestEntries entries = new ManifestEntries();
    try {
      ManifestSummary summary = ManifestReader.read(content, entries::add);
      run.found(new ManifestCandidate(part.key(), summary, entries));
    } catch (MalformedManifestException e) {
      String message = "it cannot be used: " + e.getMessage();
      run.findings()
          .add(Problem.of(Kind.MANIFEST_DAMAGED, part.key(), message).at(ManifestReader.NAME));
    }
  }

  private void capture(PartObject part, String path, InputStream content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    FileCheck check = begin(part, path);
    for (int length = fill(content); length > 0; length = fill(content)) {
      update(check, length);
      bytes.write(buffer, 0, Math.min(length, Essentials.MAX_BYTES - bytes.size()));
    }
    end(check);
    run.essentials().add(path, new Essentials.Content(part, bytes.toByteArray()));
  }

  private void stream(PartObject part, String path, InputStream content) throws IOException {
    Optional<RelationFile> relation = run.wantsPages() ? RelationFile.find(path) : Optional.empty();
    relation.filter(RelationFile::isInitFork).ifPresent(r -> run.pages().unlogged(r.relation()));
    FileCheck check = begin(part, path);
    long size = 0;
    for (int length = fill(content); length > 0; length = fill(content)) {
      update(check, length);
      if (relation.isPresent()) {
        PageScan.File file = new PageScan.File(part.key(), path, relation.get());
        pages.check(file, length, size / PageChecksum.PAGE);
      }
      size += length;
    }
    if (relation.isPresent() && size % PageChecksum.PAGE != 0) {
      run.notePartialPage();
    }
    end(check);
  }

  private int fill(InputStream content) throws IOException {
    int length = content.readNBytes(buffer, 0, buffer.length);
    run.tally().bytes.add(length);
    return length;
  }

  private @Nullable FileCheck begin(PartObject part, String path) {
    return manifest == null ? null : manifest.begin(part.key(), path);
  }

  private void update(@Nullable FileCheck check, int length) {
    if (check != null) {
      check.update(buffer, length);
    }
  }

  private static void end(@Nullable FileCheck check) {
    if (check != null) {
      check.end();
    }
  }
}
