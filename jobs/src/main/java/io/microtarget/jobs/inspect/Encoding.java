package io.microtarget.jobs.inspect;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * In which charset bytes are text, by their byte order mark, by zeros at every other place, by
 * being valid UTF-8, else windows-1252 (ISO-8859-1 where that has no sign).
 *
 * @param charset to decode with
 * @param mark bytes of the byte order mark
 */
record Encoding(Charset charset, int mark) {
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final int LOOKED_AT = 64 << 10;
  private static final int LONGEST_SIGN = 4;

  /** The charset of a text; empty if the bytes are no text. */
  static Optional<Encoding> of(byte[] bytes) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return Optional.of(new Encoding(StandardCharsets.UTF_8, 3));
    }
    if (starts(bytes, 0xFF, 0xFE) || starts(bytes, 0xFE, 0xFF)) {
      var isLittle = (bytes[0] & 0xFF) == 0xFF;
      return Optional.of(
          new Encoding(isLittle ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE, 2));
    }
    var zeros = zeros(bytes);
    if (zeros[0] + zeros[1] > 0) {
      return wide(zeros, Math.min(bytes.length, LOOKED_AT));
    }
    if (isUtf8(bytes)) {
      return Optional.of(new Encoding(StandardCharsets.UTF_8, 0));
    }
    if (controls(bytes) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Encoding(hasUndefined(bytes) ? StandardCharsets.ISO_8859_1 : WINDOWS, 0));
  }

  /** What {@code options.charset} must say; empty for UTF-8, which is understood without. */
  Optional<String> option() {
    if (charset.equals(StandardCharsets.UTF_8)) {
      return Optional.empty();
    }
    return Optional.of(charset.name().startsWith("UTF-16") && mark > 0 ? "UTF-16" : charset.name());
  }

  /** The text without the byte order mark; a sign cut off at the end becomes a replacement. */
  String text(byte[] bytes) {
    return new String(bytes, mark, bytes.length - mark, charset);
  }

  /** Text of a place further in, which has no mark. */
  String further(byte[] bytes) {
    return new String(bytes, charset);
  }

  private static boolean starts(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Zeros at even and at odd places. */
  private static int[] zeros(byte[] bytes) {
    var zeros = new int[2];
    for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
      zeros[i % 2] += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static Optional<Encoding> wide(int[] zeros, int looked) {
    var half = looked / 2;
    if (zeros[1] > 0.7 * half && zeros[0] < 0.05 * half) {
      return Optional.of(new Encoding(StandardCharsets.UTF_16LE, 0));
    }
    if (zeros[0] > 0.7 * half && zeros[1] < 0.05 * half) {
      return Optional.of(new Encoding(StandardCharsets.UTF_16BE, 0));
    }
    return Optional.empty();
  }

  private static boolean isUtf8(byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    // Not the end of input: the sample may have cut the last sign.
    var isBroken = decoder.decode(in, CharBuffer.allocate(bytes.length + 1), false).isError();
    return !isBroken && in.remaining() < LONGEST_SIGN;
  }

  private static int controls(byte[] bytes) {
    int controls = 0;
    for (int i = 0; i < Math.min(bytes.length, LOOKED_AT); i++) {
      var b = bytes[i];
      controls += b >= 0 && b < 32 && b != '\t' && b != '\n' && b != '\r' && b != '\f' ? 1 : 0;
    }
    return controls;
  }

  private static boolean hasUndefined(byte[] bytes) {
    for (var b : bytes) {
      var value = b & 0xFF;
      if (value == 0x81 || value == 0x8D || value == 0x8F || value == 0x90 || value == 0x9D) {
        return true;
      }
    }
    return false;
  }
}
