package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProductTest {
  @Test
  void has_the_version_of_the_pom() throws Exception {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<version>" + Product.VERSION + "</version>");
  }
}
