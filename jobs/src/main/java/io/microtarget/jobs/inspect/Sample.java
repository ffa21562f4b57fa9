package io.microtarget.jobs.inspect;

import java.util.List;

/**
 * The beginning of a raw file, or of a member of an archive, and some places further in.
 *
 * @param path what `path` of the settings would say for it alone
 * @param archive the archive it is a member of; empty: it is a file
 * @param head the first bytes, decompressed
 * @param further bytes from places further in, which begin and end anywhere
 * @param isWhole head is all there is
 * @param trouble why it cannot be taken in as it is; empty if it can
 */
record Sample(
    String path,
    String archive,
    byte[] head,
    List<byte[]> further,
    boolean isWhole,
    String trouble) {
  private static final String PARQUET = "PAR1";

  Sample {
    further = List.copyOf(further);
  }

  /** A file that is not looked into. */
  static Sample of(String path, String trouble) {
    return new Sample(path, "", new byte[0], List.of(), false, trouble);
  }

  /** Name of the file or member, without folders. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** The same as one of more that were not looked at. */
  Sample asPart() {
    return new Sample(path, archive, head, further, false, trouble);
  }

  boolean isMember() {
    return !archive.isEmpty();
  }

  boolean isParquet() {
    return head.length >= 4
        && new String(head, 0, 4, java.nio.charset.StandardCharsets.ISO_8859_1).equals(PARQUET);
  }
}
