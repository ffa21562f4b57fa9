package io.microtarget.jobs.raw;

import java.io.Serializable;

/**
 * A file as it was delivered, or a member of a delivered archive.
 *
 * @param path URI of the file or of the archive
 * @param member name inside the archive; empty for a file that is none
 * @param name what tells the files of one source apart, whatever folder they were brought to: the
 *     path below the folder that its pattern begins with
 * @param bytes size as it lies there
 * @param modifiedAt when the file (or its archive) was written last, in milliseconds
 * @param content SHA-256 of the bytes as they lie there
 */
public record RawFile(
    String path, String member, String name, long bytes, long modifiedAt, String content)
    implements Serializable {
  /** Whether it lies inside an archive. */
  public boolean inArchive() {
    return !member.isEmpty();
  }

  /** The name of the file that lies in the file system. */
  String fileOfArchive() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The name that tells the format of its bytes. */
  String fileName() {
    var full = inArchive() ? member : path;
    return full.substring(full.lastIndexOf('/') + 1);
  }
}
