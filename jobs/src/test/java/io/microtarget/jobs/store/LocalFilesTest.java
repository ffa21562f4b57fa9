package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir java.nio.file.Path folder;

  private static Configuration hadoop() {
    var hadoop = new Configuration();
    LocalFiles.settings(hadoop).forEach(hadoop::set);
    return hadoop;
  }

  private Path at(String name) {
    return new Path(folder.resolve(name).toUri());
  }

  private int mode(String name) throws IOException {
    return (int) Files.getAttribute(folder.resolve(name), "unix:mode") & 07777;
  }

  @Test
  void modes_are_those_hadoop_asks_for() throws IOException {
    try (var files = FileSystem.newInstance(folder.toUri(), hadoop())) {
      assertThat(files).isInstanceOf(LocalFiles.class);
      files.create(at("open")).close();
      files.mkdirs(at("a/b"));
      files.setPermission(at("open"), new FsPermission((short) 0600));
      files.setPermission(at("a"), new FsPermission((short) 0710));
      assertThat(mode("open")).isEqualTo(0600);
      assertThat(mode("a")).isEqualTo(0710);
      assertThat(mode("a/b")).isEqualTo(0755);
    }
  }

  @Test
  void special_bits_stay_and_can_be_set() throws IOException {
    try (var files = FileSystem.newInstance(folder.toUri(), hadoop())) {
      files.mkdirs(at("group"));
      files.mkdirs(at("sticky"));
      Files.setAttribute(folder.resolve("group"), "unix:mode", 02775);
      files.setPermission(at("group"), new FsPermission((short) 0750));
      files.setPermission(at("sticky"), new FsPermission((short) 01777));
      assertThat(mode("group")).isEqualTo(02750);
      assertThat(mode("sticky")).isEqualTo(01777);
    }
  }

  @Test
  void what_is_not_there_has_no_mode() throws IOException {
    try (var files = FileSystem.newInstance(folder.toUri(), hadoop())) {
      assertThatThrownBy(() -> files.setPermission(at("none"), new FsPermission((short) 0600)))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("none");
    }
  }

  @Test
  void files_and_links_are_seen_as_hadoop_sees_them() throws IOException {
    Files.writeString(folder.resolve("file"), "one");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("file"));
    var ours = FileContext.getFileContext(folder.toUri(), hadoop());
    var theirs = FileContext.getFileContext(folder.toUri(), new Configuration());
    assertThat(ours.getDefaultFileSystem()).isInstanceOf(LocalFiles.Context.class);
    for (var name : new String[] {"file", "link"}) {
      assertThat(ours.getFileLinkStatus(at(name)).toString())
          .isEqualTo(theirs.getFileLinkStatus(at(name)).toString());
    }
    assertThatThrownBy(() -> ours.getFileLinkStatus(at("none")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void a_commit_takes_its_place_only_if_nobody_else_has_it() throws IOException {
    var context = FileContext.getFileContext(folder.toUri(), hadoop());
    for (var name : new String[] {"first", "second"}) {
      try (var out =
          context.create(at(name), EnumSet.of(CreateFlag.CREATE), CreateOpts.createParent())) {
        out.writeBytes(name);
      }
    }
    context.rename(at("first"), at("commit"));
    assertThatThrownBy(() -> context.rename(at("second"), at("commit")))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
    context.rename(at("second"), at("commit"), Rename.OVERWRITE);
    assertThat(Files.readString(folder.resolve("commit"))).isEqualTo("second");
  }

  @Test
  void whoever_told_hadoop_otherwise_is_heard() {
    var hadoop = new Configuration();
    hadoop.set("fs.file.impl", "their.Files");
    assertThat(LocalFiles.settings(hadoop)).isEmpty();
  }
}
