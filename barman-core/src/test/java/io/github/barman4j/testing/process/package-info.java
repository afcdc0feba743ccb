/** Child processes, their ports, users and files: what the server fixtures are built from. */
@NullMarked
package io.github.barman4j.testing.process;

import org.jspecify.annotations.NullMarked;
