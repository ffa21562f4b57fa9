package io.microtarget.jobs.raw;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * How a file begins.
 *
 * @param records the first ones that are not blank and not faulty
 * @param hasFaulty whether there are records before or among them that are not to be read
 * @param firstFault rule id if the very first one is not to be read, else empty
 * @param hasMark whether it begins with a byte order mark
 * @param charset name of the charset it is read in
 * @param isDocument whether it is one JSON text instead of lines, or cannot be cut by bytes
 */
public record Head(
    List<String> records,
    boolean hasFaulty,
    String firstFault,
    boolean hasMark,
    String charset,
    boolean isDocument) {
  private static final int MOST_FAULTY = 1_000;

  /**
   * Reads the first records of a file.
   *
   * @param beginning the first bytes of a member of an archive; empty for any other file, which is
   *     opened
   * @throws UnreadableFile if it is truncated or broken there
   */
  static Head of(
      RawFile file, byte[] beginning, RecordFormat format, int most, Configuration hadoop)
      throws UnreadableFile {
    try (InputStream raw =
        file.inArchive() ? new ByteArrayInputStream(beginning) : open(file.path(), hadoop)) {
      return read(raw, file, format, most, hadoop);
    } catch (UnreadableFile e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableFile(file.name(), e);
    }
  }

  private static Head read(
      InputStream raw, RawFile file, RecordFormat format, int most, Configuration hadoop)
      throws IOException {
    var opened = Opened.of(raw, file.fileName(), format, hadoop);
    var bytes = new PushbackInputStream(opened.in());
    var isArray = format.isJson() && first(bytes) == '[';
    var isDocument = isArray || (format.isJson() && format.isWhole());
    var heads = new ArrayList<String>();
    int faulty = 0;
    var firstFault = "";
    try (var records = records(bytes, opened, isDocument)) {
      while (heads.size() < most && faulty < MOST_FAULTY && records.next()) {
        var text = records.text().toString();
        if (records.fault().isPresent()) {
          faulty++;
          firstFault = heads.isEmpty() && faulty == 1 ? records.fault().get() : firstFault;
        } else if (!text.isBlank()) {
          heads.add(text);
        }
      }
    } catch (EOFException | com.fasterxml.jackson.core.JacksonException e) {
      // The beginning of a member ends in the middle of a record; a broken file has none at all.
      if (!file.inArchive() || heads.isEmpty()) {
        throw e;
      }
    }
    return new Head(
        heads,
        faulty > 0,
        firstFault,
        opened.hasMark(),
        opened.format().charset(),
        isDocument || opened.isTranscoded());
  }

  static Records records(InputStream in, Opened opened, boolean isDocument) throws IOException {
    return isDocument
        ? new JsonElements(in, opened.format())
        : new Lines(in, opened.offset(), opened.format());
  }

  static FSDataInputStream open(String path, Configuration hadoop) throws IOException {
    var file = new Path(path);
    return file.getFileSystem(hadoop).open(file);
  }

  private static int first(PushbackInputStream in) throws IOException {
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        in.unread(b);
        return b;
      }
    }
    return -1;
  }
}
