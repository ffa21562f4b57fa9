package io.microtarget.jobs.judge;

import io.microtarget.source.SourceSettings;
import java.util.Map;

/**
 * Files as the town names them ({@code raw/receipts/2025-01.csv.gz}) behind what the lake says of
 * them: a source, and the path below the folder that its pattern begins with.
 */
record RawNames(Map<String, SourceSettings> sources) {
  /** The path from {@code raw/} on; where there is no such folder, as if it lay there. */
  String of(String source, String file) {
    var settings = sources.get(source);
    if (settings == null) {
      return "raw/" + file;
    }
    var path = settings.path();
    int star = path.indexOf('*');
    var before = star < 0 ? path : path.substring(0, star);
    var full = before.substring(0, before.lastIndexOf('/') + 1) + file;
    int raw = full.lastIndexOf("raw/");
    return raw < 0 ? "raw/" + file : full.substring(raw);
  }
}
