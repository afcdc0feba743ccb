/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */

/**
 * How a command line gets to the agent and its outcome back, over a Unix-domain socket.
 *
 * <p>The client sends one message and gets one. A message is the letter {@code M}, its length in
 * bytes, as four bytes with the highest first, and that many bytes: fields in UTF-8 with a zero
 * byte between them. The request has the protocol's version, the program, the working directory,
 * the number of words, the words, and the environment's variables as {@code NAME=value}. The answer
 * has the exit code, what goes to standard output and to standard error, and two paths, both empty
 * or the first to be renamed to the second. Before its answer the agent sends a dot every few
 * seconds, so that one that hangs is told from one that works.
 *
 * <p>It is the client that renames, because whoever asked may be gone: a file that appeared later
 * at a path that PostgreSQL uses for the next one would be taken for that.
 *
 * <p>Exit code 125 means that the agent did not do it, and nothing is known to be done.
 */
@org.jspecify.annotations.NullMarked
package io.github.barman4j.cli.agent;
