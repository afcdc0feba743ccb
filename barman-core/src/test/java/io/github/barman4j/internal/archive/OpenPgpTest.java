/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenPgpTest {

  @ParameterizedTest
  @CsvSource({
    "85010c03aabbccdd, true", // gpg to an RSA key
    "845e03aabbccddee, true", // gpg to an ECC key
    "c15e03aabbccddee, true", // the same in the new format
    "c1c00003aabbccdd, true",
    "8c0d04090302aabb, true", // with a passphrase
    "c30d04090302aabb, true",
    "0dd1020001000000, false", // WAL of PostgreSQL 15
    "16d1020001000000, false",
    "97d0020001000000, false", // WAL of PostgreSQL 10
    "1f8b080000000000, false", // gzip
    "425a683931415926, false", // bzip2
    "28b52ffd04000000, false", // zstd
    "53544152542057, false", // a backup label
    "2d2d2d2d2d424547494e20504750204d4553534147452d2d2d2d2d0a, true", // gpg --armor
    "2d2d2d2d2d424547494e20504750205349474e41545552452d2d2d2d2d0a, false", // a signature
    "8501, false",
    "0000000000000000, false"
  })
  void anEncryptedFileIsToldByItsFirstPacket(String beginning, boolean encrypted) {
    assertThat(OpenPgp.isEncrypted(HexFormat.of().parseHex(beginning))).isEqualTo(encrypted);
  }
}
