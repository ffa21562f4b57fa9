package io.microtarget.jobs.town;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Parts of one gzip file (RFC 1952) that are packed apart from each other.
 *
 * <p>Each part is deflated (RFC 1951) on its own and ended at a byte by an empty stored block, so
 * parts can stand one behind the other in one member; check sums are combined as zlib does.
 *
 * @param bytes packed
 * @param length of the text
 * @param check CRC-32 of the text
 */
record Pack(byte[] bytes, long length, int check) {
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int LEVEL = 3;
  private static final int POLYNOMIAL = 0xEDB88320;

  static Pack of(byte[] text) {
    var deflater = new Deflater(LEVEL, true);
    try {
      deflater.setInput(text);
      var out = new ByteArrayOutputStream(text.length / 3 + 64);
      var buffer = new byte[1 << 15];
      int count;
      while ((count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH)) > 0) {
        out.write(buffer, 0, count);
      }
      var crc = new CRC32();
      crc.update(text);
      return new Pack(out.toByteArray(), text.length, (int) crc.getValue());
    } finally {
      deflater.end();
    }
  }

  static byte[] head() {
    return HEAD.clone();
  }

  /** An empty last block, check sum and length of the whole text. */
  static byte[] tail(int check, long length) {
    var tail = new byte[10];
    tail[0] = 3;
    for (int i = 0; i < 4; i++) {
      tail[2 + i] = (byte) (check >>> 8 * i);
      tail[6 + i] = (byte) (length >>> 8 * i);
    }
    return tail;
  }

  /**
   * The check sum of a text and one behind it: the first is multiplied by x^(8 n) in the field of
   * the polynomial (Adler, crc32_combine of zlib).
   */
  static int joined(int first, int second, long secondLength) {
    int factor = 1 << 31;
    int square = 1 << 23;
    for (long n = secondLength; n > 0; n >>= 1) {
      if ((n & 1) == 1) {
        factor = product(factor, square);
      }
      square = product(square, square);
    }
    return product(factor, first) ^ second;
  }

  private static int product(int a, int b) {
    int product = 0;
    int term = b;
    for (int bit = 31; bit >= 0; bit--) {
      if ((a >>> bit & 1) == 1) {
        product ^= term;
      }
      term = (term & 1) == 1 ? (term >>> 1) ^ POLYNOMIAL : term >>> 1;
    }
    return product;
  }
}
