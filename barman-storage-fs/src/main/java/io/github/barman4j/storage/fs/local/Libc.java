/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.storage.fs.local;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The system calls that Java has no method for; see the manual pages of the same names. Errors come
 * as {@link LastErrorException} with the number. For 64-bit Linux.
 */
final class Libc {

  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;

  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0100;
  static final int O_EXCL = 0200;
  static final int O_CLOEXEC = 02000000;

  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;

  /** Makes a file share the blocks of another. */
  static final long FICLONE = 0x40049409L;

  /** Begins to write what is in memory, without waiting. */
  static final int SYNC_FILE_RANGE_WRITE = 2;

  static final int SEEK_END = 2;

  /** A time that {@link #futimens} leaves as it is. */
  static final long UTIME_OMIT = (1L << 30) - 2;

  /** Where the programs have JNA's own native part, with the path that it has in the jar. */
  private static final String NATIVE_LIBRARIES = "barman4j.native-libraries";

  private static final String JNA_DIRECTORY = "jna.boot.library.path";

  static {
    locateJna();
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  /** Else JNA unpacks it into java.io.tmpdir, where executing files may not be allowed. */
  private static void locateJna() {
    String directory = System.getProperty(NATIVE_LIBRARIES, "");
    if (!directory.isEmpty() && System.getProperty(JNA_DIRECTORY) == null) {
      System.setProperty(JNA_DIRECTORY, directory + "/com/sun/jna/" + Platform.RESOURCE_PREFIX);
    }
  }

  static native int open(String path, int flags, int mode) throws LastErrorException;

  static native int close(int descriptor) throws LastErrorException;

  static native int flock(int descriptor, int operation) throws LastErrorException;

  static native int fchmod(int descriptor, int mode) throws LastErrorException;

  /** Sets times: seconds and nanoseconds of the last access, then those of the last change. */
  static native int futimens(int descriptor, long[] times) throws LastErrorException;

  static native int ioctl(int descriptor, long request, int argument) throws LastErrorException;

  /** Calls {@code copy_file_range(2)} from where both files are, and returns the bytes copied. */
  static long copyFileRange(int from, int to, long length) {
    return CopyFileRange.FUNCTION.invokeLong(new Object[] {from, null, to, null, length, 0});
  }

  /** Has more parameters than direct calls should. */
  private static final class CopyFileRange {
    static final Function FUNCTION =
        NativeLibrary.getInstance("c").getFunction("copy_file_range", Function.THROW_LAST_ERROR);
  }

  static native int sync_file_range(int descriptor, long offset, long length, int flags)
      throws LastErrorException;

  /** Returns the size of a file for {@code SEEK_END} and no offset. */
  static native long lseek(int descriptor, long offset, int whence) throws LastErrorException;

  static native int fdatasync(int descriptor) throws LastErrorException;

  static native int syncfs(int descriptor) throws LastErrorException;
}
