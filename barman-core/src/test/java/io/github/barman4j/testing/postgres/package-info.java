/**
 * Real PostgreSQL servers for tests.
 *
 * <p>{@link io.github.barman4j.testing.postgres.PostgresServer} is the entry point; {@link
 * io.github.barman4j.testing.postgres.PsqlTools} runs the client programs that the binaries of the
 * servers lack.
 */
@NullMarked
package io.github.barman4j.testing.postgres;

import org.jspecify.annotations.NullMarked;
