/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.internal.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Tells an encrypted file, as Barman since 3.14 makes of WAL, by the packet or the armour that it
 * begins with; see RFC 9580, sections 4.2 and 6.2. No page of WAL and no codec begins so.
 */
public final class OpenPgp {

  /** How many bytes of a file decide. */
  public static final int BEGINNING = 32;

  private static final byte[] ARMOUR = "-----BEGIN PGP MESSAGE".getBytes(US_ASCII);
  private static final int PACKET = 0x80;
  private static final int NEW_FORMAT = 0x40;
  private static final int TO_KEY = 1;
  private static final int TO_PASSPHRASE = 3;
  private static final int LONGEST_NEW_LENGTH = 192;

  private OpenPgp() {}

  /**
   * Tells whether a message begins here that is encrypted to a key or with a passphrase.
   *
   * @param beginning the first {@value #BEGINNING} bytes of the file, or all of a shorter one
   */
  public static boolean isEncrypted(byte[] beginning) {
    return isArmoured(beginning) || isPacket(beginning);
  }

  private static boolean isArmoured(byte[] beginning) {
    return beginning.length >= ARMOUR.length
        && Arrays.equals(beginning, 0, ARMOUR.length, ARMOUR, 0, ARMOUR.length);
  }

  private static boolean isPacket(byte[] beginning) {
    if (beginning.length < 6 || (beginning[0] & PACKET) == 0) {
      return false;
    }
    int tag = tag(beginning[0]);
    int version = beginning[1 + lengthBytes(beginning)];
    boolean toKey = tag == TO_KEY && (version == 3 || version == 6);
    boolean toPassphrase = tag == TO_PASSPHRASE && version >= 4 && version <= 6;
    return toKey || toPassphrase;
  }

  private static int tag(byte header) {
    return (header & NEW_FORMAT) != 0 ? header & 0x3f : (header >> 2) & 0xf;
  }

  private static int lengthBytes(byte[] beginning) {
    if ((beginning[0] & NEW_FORMAT) != 0) {
      return (beginning[1] & 0xff) < LONGEST_NEW_LENGTH ? 1 : 2;
    }
    return Math.min(4, 1 << (beginning[0] & 3));
  }
}
