/** Object stores and real Barman, as external programs for tests. */
@NullMarked
package io.github.barman4j.testing.servers;

import org.jspecify.annotations.NullMarked;
