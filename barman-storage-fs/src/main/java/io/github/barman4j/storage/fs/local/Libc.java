/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/**
 * The system calls that Java has no method for; see the manual pages of the same names. Errors come
 * as {@link LastErrorException} with the number. For 64-bit Linux.
 */
final class Libc {

  static final int EAGAIN = 11;
  static final int EINTR = 4;
  static final int EACCES = 13;

  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_CLOEXEC = 02000000;

  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;

  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native int open(String path, int flags, int mode) throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;

  static native int flock(int descriptor, int operation) throws LastErrorException;
}
