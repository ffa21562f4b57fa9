package io.microtarget.jobs.town;

import java.nio.charset.Charset;

/**
 * One file of the town.
 *
 * @param number its place among all files
 * @param file path below the town's folder
 * @param header first line; empty if it has none
 * @param charset of its text
 */
record Sheet(int number, String file, String header, Charset charset) {
  boolean isPacked() {
    return file.endsWith(".gz");
  }

  /** Path below {@code raw}, as the product names it. */
  String name() {
    return file.substring(file.indexOf('/') + 1);
  }
}
