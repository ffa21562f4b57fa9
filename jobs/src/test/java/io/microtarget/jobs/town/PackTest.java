package io.microtarget.jobs.town;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class PackTest {
  @Test
  void parts_packed_apart_are_one_file_of_gzip() throws IOException {
    var out = new ByteArrayOutputStream();
    out.write(Pack.head());
    var text = new StringBuilder();
    int check = 0;
    long length = 0;
    for (int i = 0; i < 5; i++) {
      var part = ("line %d;äöü\n".formatted(i)).repeat(i * 7_000);
      var pack = Pack.of(part.getBytes(StandardCharsets.UTF_8));
      out.write(pack.bytes());
      check = Pack.joined(check, pack.check(), pack.length());
      length += pack.length();
      text.append(part);
    }
    out.write(Pack.tail(check, length));

    var in = new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()));
    assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text.toString());
  }

  @Test
  void check_sums_of_parts_make_that_of_the_whole() {
    var one = "first".getBytes(StandardCharsets.UTF_8);
    var two = " and second".getBytes(StandardCharsets.UTF_8);

    assertThat(Pack.joined(sum(one), sum(two), two.length))
        .isEqualTo(sum("first and second".getBytes(StandardCharsets.UTF_8)));
  }

  private static int sum(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
