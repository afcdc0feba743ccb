/* Copyright the barman4j authors. SPDX-License-Identifier: Apache-2.0 */
package io.github.barman4j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What a data directory holds, the same bytes in each run: half table pages as pgbench fills them,
 * a quarter JSON documents, a quarter random text.
 *
 * <p>pgbench alone would not do: its rows are mostly blanks, and compress five times better than
 * anybody's data.
 */
final class SampleData {
  private static final long SEED = 20_260_101L;
  private static final int PAGE = 8192;
  private static final int PAGE_HEADER = 24;
  private static final int TUPLE = 128;
  private static final int FILLER = 84;
  private static final String[] WORDS =
      "account archive balance city country customer delivery invoice item order payment price"
          .split(" ");

  private final Random random = new Random(SEED);

  private SampleData() {}

  /** Returns this many bytes, a multiple of 32 KiB for whole pages. */
  static byte[] of(int size) {
    SampleData data = new SampleData();
    ByteBuffer sample = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    data.addPages(sample, size / 2);
    data.addDocuments(sample, size / 4 * 3);
    data.addText(sample, size);
    return sample.array();
  }

  private void addPages(ByteBuffer sample, int end) {
    for (int account = 1; sample.position() + PAGE <= end; ) {
      account = addPage(sample, account);
    }
  }

  private int addPage(ByteBuffer sample, int firstAccount) {
    int begin = sample.position();
    int tuples = (PAGE - PAGE_HEADER) / (TUPLE + Integer.BYTES);
    int account = firstAccount;
    sample.putLong(random.nextLong() & 0xffffffffL).putInt(random.nextInt());
    for (int i = 0; i < tuples; i++) {
      sample.putInt(begin + PAGE_HEADER + i * Integer.BYTES, TUPLE << 16 | PAGE - i * TUPLE);
      addAccount(sample.position(begin + PAGE - (i + 1) * TUPLE), account++);
    }
    sample.position(begin + PAGE);
    return account;
  }

  private void addAccount(ByteBuffer tuple, int account) {
    tuple.putInt(740).putInt(0).putInt(0).putInt(0).putInt(account % 61).putInt(0x0018_0902);
    tuple.putInt(account).putInt(1 + account / 100_000).putInt(random.nextInt(10_000) - 5_000);
    tuple.put((byte) (FILLER << 1 | 1));
    byte[] blanks = new byte[FILLER];
    Arrays.fill(blanks, (byte) ' ');
    tuple.put(blanks);
  }

  private void addDocuments(ByteBuffer sample, int end) {
    while (sample.position() < end) {
      add(sample, document(), end);
    }
  }

  private String document() {
    return String.format(
        Locale.ROOT,
        "{\"id\": \"%016x%016x\", \"%s\": {\"name\": \"%s %s\", \"%s\": %d.%02d}, \"at\": %d}\n",
        random.nextLong(),
        random.nextLong(),
        word(),
        word(),
        word(),
        word(),
        random.nextInt(100_000),
        random.nextInt(100),
        1_767_225_600_000L + random.nextInt(Integer.MAX_VALUE));
  }

  private String word() {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private void addText(ByteBuffer sample, int end) {
    while (sample.position() < end) {
      sample.put((byte) (' ' + random.nextInt(64)));
    }
  }

  private static void add(ByteBuffer sample, String text, int end) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    sample.put(bytes, 0, Math.min(bytes.length, end - sample.position()));
  }
}
