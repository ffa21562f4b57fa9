package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.List;

/**
 * What one quarter adds to the files, as bytes.
 *
 * @param tally its sums
 */
record Part(List<Piece> pieces, Tally tally) {
  /**
   * @param packed null where the file is not packed; then {@code plain} is there
   */
  record Piece(Sheet sheet, long rows, byte[] plain, Pack packed) {}

  static Part of(Writing writing) {
    var pieces = new ArrayList<Piece>();
    for (var sheet : Sheets.all()) {
      var text = writing.text(sheet);
      if (text != null) {
        pieces.add(piece(sheet, writing.rows(sheet), text.toString().getBytes(sheet.charset())));
      }
    }
    return new Part(pieces, writing.tally());
  }

  static Piece piece(Sheet sheet, long rows, byte[] bytes) {
    return sheet.isPacked()
        ? new Piece(sheet, rows, null, Pack.of(bytes))
        : new Piece(sheet, rows, bytes, null);
  }
}
