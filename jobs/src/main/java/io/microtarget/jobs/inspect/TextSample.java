package io.microtarget.jobs.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of a sample.
 *
 * @param encoding in which it is written
 * @param head from the beginning, with line ends as one sign; without the last line if that may be
 *     cut
 * @param lines of the head and of the places further in; none of them cut
 * @param isWhole the file is no longer than the head
 */
record TextSample(Encoding encoding, String head, List<String> lines, boolean isWhole) {

  /** The text, if the bytes are one. */
  static Optional<TextSample> of(Sample sample) {
    return Encoding.of(sample.head()).map(encoding -> of(sample, encoding));
  }

  private static TextSample of(Sample sample, Encoding encoding) {
    var head = oneLineEnd(encoding.text(sample.head()));
    if (!sample.isWhole()) {
      var end = head.lastIndexOf('\n');
      head = end < 0 ? head : head.substring(0, end + 1);
    }
    var lines = new ArrayList<>(head.lines().toList());
    for (var piece : sample.further()) {
      var inside = oneLineEnd(encoding.further(piece)).lines().toList();
      if (inside.size() > 2) {
        lines.addAll(inside.subList(1, inside.size() - 1));
      }
    }
    return new TextSample(encoding, head, lines, sample.isWhole());
  }

  private static String oneLineEnd(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }
}
