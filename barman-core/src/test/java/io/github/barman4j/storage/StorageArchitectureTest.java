/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A back end depends on the storage packages alone, so these depend on nothing else of ours. */
final class StorageArchitectureTest {

  private static final String STORAGE = "io.github.barman4j.storage..";

  /**
   * A leaf that knows nothing of ours: without it, the report of a probe had a writer of its own.
   */
  private static final String JSON = "io.github.barman4j.internal.json";

  /** Another leaf: all listeners are called by one rule. */
  private static final String LISTENER = "io.github.barman4j.internal.listener";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.barman4j.storage");

  @Test
  void storageImportsNothingFromTheRestOfBarman4j() {
    classes()
        .that()
        .resideInAPackage(STORAGE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            STORAGE, JSON, LISTENER, "java..", "javax.net..", "org.slf4j..", "org.jspecify..")
        .check(classes);
  }

  @Test
  void theSpiKnowsNoneOfItsImplementations() {
    noClasses()
        .that()
        .resideInAnyPackage("io.github.barman4j.storage", "io.github.barman4j.storage.spi")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..storage.memory..", "..storage.filter..")
        .check(classes);
  }
}
