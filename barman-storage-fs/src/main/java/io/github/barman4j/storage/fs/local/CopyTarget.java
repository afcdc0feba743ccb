/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import io.github.barman4j.internal.io.ChecksumAlgorithm;
import io.github.barman4j.internal.manifest.ManifestWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the copy of a tree goes and what it may share.
 *
 * @param root of the copy
 * @param referenceRoot of the copy in the backup before, null if there is none
 * @param reuse what becomes of unchanged files
 * @param decision which these are
 * @param isUnlimited whether nothing limits the bytes per second
 * @param listedIn where the files are listed, null for nowhere
 */
record CopyTarget(
    Path root,
    @Nullable Path referenceRoot,
    ReuseBackup reuse,
    ReuseDecision decision,
    boolean isUnlimited,
    @Nullable ManifestWriter listedIn) {

  /** Returns where a member goes. */
  Path path(String member) {
    return MemberPaths.resolve(root, member);
  }

  /** Returns where a member is in the backup before, null if there is none. */
  @Nullable Path referencePath(String member) {
    return referenceRoot == null ? null : MemberPaths.resolve(referenceRoot, member);
  }

  /** Returns the checksums that the list wants. */
  ChecksumAlgorithm checksum() {
    return listedIn == null ? ChecksumAlgorithm.NONE : ChecksumAlgorithm.SHA256;
  }

  /** Returns the list; only if there is one. */
  ManifestWriter manifest() {
    return Objects.requireNonNull(listedIn);
  }
}
