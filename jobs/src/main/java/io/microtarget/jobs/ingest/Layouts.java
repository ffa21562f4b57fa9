package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Format;
import io.microtarget.source.SourceSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the files of a run begin: one that several sources read is looked at once. */
final class Layouts {
  private final Map<Key, Once> known = new ConcurrentHashMap<>();

  private record Key(
      String path, String member, String content, Format format, Map<String, String> options) {}

  private static final class Once {
    private RawRows.Layout layout;
  }

  /**
   * The layout of a file.
   *
   * @param raw rows of the source
   */
  RawRows.Layout of(RawRows raw, SourceSettings settings, Listing.Listed listed)
      throws UnreadableFile {
    var file = listed.file();
    var key =
        new Key(file.path(), file.member(), file.content(), settings.format(), settings.options());
    var once = known.computeIfAbsent(key, k -> new Once());
    synchronized (once) {
      if (once.layout == null) {
        once.layout = raw.layout(listed);
      }
      return once.layout;
    }
  }
}
