/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.tar;

import java.nio.file.attribute.FileTime;

/**
 * What a tar says of a member besides its name and content.
 *
 * @param mode the permission bits
 * @param uid the owner's number
 * @param gid the group's number
 * @param user the owner's name, empty if unknown
 * @param group the group's name, empty if unknown
 * @param lastModified written with its fraction of a second, as Barman does
 */
public record TarAttributes(
    int mode, long uid, long gid, String user, String group, FileTime lastModified) {}
