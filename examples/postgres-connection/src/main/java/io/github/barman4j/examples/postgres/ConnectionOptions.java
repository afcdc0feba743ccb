/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.examples.postgres;

import org.jspecify.annotations.Nullable;

/**
 * Options of a program that say how to connect; null for what is not given.
 *
 * @param host name, address, or directory of the socket
 * @param port of the server
 * @param user to connect as
 * @param database a name, or a whole connection string
 */
public record ConnectionOptions(
    @Nullable String host, @Nullable String port, @Nullable String user, String database) {}
