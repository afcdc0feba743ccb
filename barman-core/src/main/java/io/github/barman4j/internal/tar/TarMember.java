/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import java.nio.file.attribute.FileTime;

/**
 * A member of a tar.
 *
 * @param name relative, without a leading {@code ./} or a trailing slash, never leading upwards;
 *     {@code .} for the root itself
 * @param type what it is
 * @param linkTarget where a link leads: the name of an earlier member for a hard link, as it was
 *     written for a symbolic link, empty otherwise
 * @param mode the permission bits
 * @param lastModified with a fraction if the tar has one
 * @param size of its content in bytes; 0 if it is no file
 */
public record TarMember(
    String name, Type type, String linkTarget, int mode, FileTime lastModified, long size) {

  /** Kinds of members. */
  public enum Type {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMBOLIC_LINK,
    /** A second name of an earlier member. */
    HARD_LINK,
    /** A device, a pipe, or what tar has no word for. */
    OTHER
  }
}
