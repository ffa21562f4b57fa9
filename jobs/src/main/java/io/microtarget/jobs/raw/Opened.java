package io.microtarget.jobs.raw;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.io.input.ReaderInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * The unpacked bytes of a file without its byte order mark.
 *
 * @param in from the first byte behind the mark on
 * @param offset of that byte in the unpacked file
 * @param format with the charset that the mark tells; UTF-16 and UTF-32 are brought to UTF-8, and
 *     offsets count bytes of that
 * @param hasMark whether there was a mark
 * @param isTranscoded whether its bytes are not those of the file, so that it cannot be cut
 */
record Opened(
    InputStream in, long offset, RecordFormat format, boolean hasMark, boolean isTranscoded) {
  private static final int BUFFER = 1 << 16;

  /** Unpacks by the ending of a name and reads the mark. */
  static Opened of(InputStream raw, String name, RecordFormat format, Configuration hadoop)
      throws IOException {
    var in = new PushbackInputStream(unpacked(raw, name, hadoop), 4);
    var mark = new byte[3];
    int n = in.readNBytes(mark, 0, 3);
    if (n == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF) {
      return new Opened(in, 3, format.in(StandardCharsets.UTF_8), true, false);
    }
    in.unread(mark, 0, n);
    if (n >= 2 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
      return transcoded(in, 2, StandardCharsets.UTF_16LE, format);
    }
    if (n >= 2 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
      return transcoded(in, 2, StandardCharsets.UTF_16BE, format);
    }
    return format.endsLinesInBytes()
        ? new Opened(in, 0, format, false, false)
        : transcoded(in, 0, Charset.forName(format.charset()), format);
  }

  /** Whether the ending of a name tells that its bytes are packed. */
  static boolean isPacked(String name, Configuration hadoop) {
    return name.toLowerCase(Locale.ROOT).endsWith(".zst")
        || new CompressionCodecFactory(hadoop).getCodec(new Path("/" + plain(name))) != null;
  }

  private static InputStream unpacked(InputStream file, String name, Configuration hadoop)
      throws IOException {
    var raw = new PushbackInputStream(file, 1);
    int first = raw.read();
    if (first < 0) {
      // A packed file without a byte is empty, not broken.
      return raw;
    }
    raw.unread(first);
    if (name.toLowerCase(Locale.ROOT).endsWith(".zst")) {
      return new BufferedInputStream(new ZstdInputStream(raw), BUFFER);
    }
    var codec = new CompressionCodecFactory(hadoop).getCodec(new Path("/" + plain(name)));
    return codec == null ? raw : new BufferedInputStream(codec.createInputStream(raw), BUFFER);
  }

  /** Only the ending counts, and a colon would make a scheme of what is before it. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "_");
  }

  private static Opened transcoded(InputStream in, int mark, Charset charset, RecordFormat format)
      throws IOException {
    in.skipNBytes(mark);
    var utf8 =
        ReaderInputStream.builder()
            // A decoder of its own, since the usual one puts a sign of its own for what is broken.
            .setReader(new InputStreamReader(in, charset.newDecoder()))
            .setCharset(StandardCharsets.UTF_8)
            .get();
    return new Opened(
        new BufferedInputStream(utf8, BUFFER),
        0,
        format.in(StandardCharsets.UTF_8),
        mark > 0,
        true);
  }
}
