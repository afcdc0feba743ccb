/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationFileTest {

  @ParameterizedTest
  @CsvSource({
    "base/5/1259, base/5/1259, main, 0",
    "base/5/1259.2, base/5/1259, main, 262144",
    "base/5/1259_fsm, base/5/1259, fsm, 0",
    "base/5/1259_vm.1, base/5/1259, vm, 131072",
    "base/5/16400_init, base/5/16400, init, 0",
    "global/1262, global/1262, main, 0",
    "pg_tblspc/16384/PG_17_202406281/5/16385, pg_tblspc/16384/PG_17_202406281/5/16385, main, 0"
  })
  void readsRelationForkAndFirstBlock(String path, String relation, String fork, long block) {
    assertThat(RelationFile.find(path)).contains(new RelationFile(relation, fork, block));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base/5/t3_16400",
        "base/5/PG_VERSION",
        "base/5/pg_filenode.map",
        "base/5/INCREMENTAL.1259",
        "base/pgsql_tmp/1",
        "global/pg_control",
        "pg_xact/0000",
        "pg_multixact/offsets/0000",
        "1259"
      })
  void nothingElseHasPages(String path) {
    assertThat(RelationFile.find(path)).isEmpty();
  }
}
