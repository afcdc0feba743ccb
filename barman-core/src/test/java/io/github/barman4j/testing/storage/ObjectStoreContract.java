/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.testing.storage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;

/**
 * What {@link io.github.barman4j.storage.ObjectStore} promises, as tests; every back end extends
 * it. What a store says it cannot do is reported as skipped, and refusing it is tested.
 */
public abstract class ObjectStoreContract {

  @SuppressWarnings("NullAway.Init")
  private ObjectStoreFixture fixture;

  /** Makes the fixture of one test: an empty store, or an empty prefix of one. */
  protected abstract ObjectStoreFixture open(TestInfo test) throws Exception;

  @BeforeEach
  final void openFixture(TestInfo test) throws Exception {
    fixture = open(test);
  }

  @AfterEach
  final void closeFixture() throws Exception {
    fixture.close();
  }

  @Nested
  final class Put extends PutContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class FailedPut extends FailedPutContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class ConditionalPut extends ConditionalPutContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Get extends GetContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class ListObjects extends ListContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Keys extends KeyContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Delete extends DeleteContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Copy extends CopyContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Tags extends TagsContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }

  @Nested
  final class Close extends CloseContract {
    @Override
    ObjectStoreFixture fixture() {
      return fixture;
    }
  }
}
