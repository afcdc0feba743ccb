/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {

  @ParameterizedTest
  @CsvSource({
    "'',postmaster.pid,true",
    "'',postmaster.opts,true",
    "'',backup_label,true",
    "'',backup_label.old,true",
    "'',tablespace_map,true",
    "'',backup_manifest,true",
    "'',recovery.signal,true",
    "'',standby.signal,true",
    "'',recovery.conf,true",
    "'',recovery.done,false",
    "'',current_logfiles,true",
    "'',postgresql.auto.conf,false",
    "'',postgresql.auto.conf.tmp,true",
    "'',.s.PGSQL.5432.lock,true",
    "'',PG_VERSION,false",
    "base/5,postmaster.pid,false",
    "global,pg_control,true",
    "global,pg_internal.init,true",
    "base/5,pg_internal.init.1234,true",
    "base/5,pg_filenode.map,false",
    "base,pgsql_tmp,true",
    "base/pgsql_tmp,pgsql_tmp1.0,true",
    "base/5,1259,false",
  })
  void leavesOutWhatPostgresqlSaysByNameAndPlace(String directory, String name, boolean excluded) {
    assertThat(Exclusions.isExcluded(directory, name)).isEqualTo(excluded);
  }

  @ParameterizedTest
  @CsvSource({
    "t3_16384,true", "t3_16384.1,true", "t3_16384_fsm,true", "t3_16384_init.2,true",
    "16384,false", "t_16384,false", "t3_16384_x,false", "table,false"
  })
  void knowsTheFilesOfTemporaryTables(String name, boolean temporary) {
    assertThat(Exclusions.isTemporary(name)).isEqualTo(temporary);
  }

  @ParameterizedTest
  @CsvSource({
    "16384,true",
    "16384.1,true",
    "16384_vm,true",
    "16384_fsm.1,true",
    "16384_init,false",
    "16385,false",
    "PG_VERSION,false"
  })
  void leavesOutWhatTheInitForkReplaces(String name, boolean excluded) {
    assertThat(Exclusions.isUnlogged(name, Set.of("16384"))).isEqualTo(excluded);
  }

  @ParameterizedTest
  @CsvSource({
    "base/5,true",
    "PG_15_202209061/16400,true",
    "base,false",
    "base/pgsql_tmp,false",
    "global,false",
    "x/base/5,false",
    "base/5/6,false"
  })
  void knowsWhereTheFilesOfTablesLie(String directory, boolean relations) {
    assertThat(Exclusions.isRelationDirectory(directory)).isEqualTo(relations);
  }
}
