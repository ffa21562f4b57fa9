package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AssetsTest {
  @Test
  void every_taken_file_has_the_listed_checksum() throws Exception {
    var listed = new TreeMap<String, String>();
    var found = new TreeMap<String, String>();
    for (var line : new String(bytes("SHA256SUMS"), StandardCharsets.UTF_8).lines().toList()) {
      var parts = line.split("\\s+");
      listed.put(parts[1], parts[0]);
      found.put(
          parts[1],
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(parts[1]))));
    }
    assertThat(found).isEqualTo(listed).hasSize(6);
    for (var library : Assets.LIBRARIES) {
      assertThat(listed).containsKeys(library + ".min.js", library + ".LICENSE.txt");
    }
  }

  @Test
  void no_script_can_end_or_change_the_element_it_stands_in() {
    for (var script : Assets.scripts()) {
      assertThat(script).doesNotContainIgnoringCase("</script");
      assertThat(script).doesNotContain("<!--").doesNotContain("sourceMappingURL");
    }
  }

  @Test
  void names_the_version_that_is_inside() {
    assertThat(Assets.scripts().get(0)).contains("version=\"6.4.0\"");
    assertThat(Assets.scripts().get(1)).contains("\"6.5.0\"");
    assertThat(Assets.scripts().get(2)).contains("\"7.3.0\"");
  }

  private static byte[] bytes(String name) throws Exception {
    try (var stream = Assets.class.getResourceAsStream(name)) {
      assertThat(stream).as(name).isNotNull();
      return stream.readAllBytes();
    }
  }
}
