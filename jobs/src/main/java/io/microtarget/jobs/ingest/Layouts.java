package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the files of a run begin: one that several sources read is looked at once. */
final class Layouts {
  private final Map<Key, Once> known = new ConcurrentHashMap<>();

  private record Key(String path, String member, String content, RawRows.Form form) {}

  private static final class Once {
    private RawRows.Layout layout;
  }

  /** The layout of a file, which the rows of a source would have. */
  RawRows.Layout of(RawRows raw, Listing.Listed listed) throws UnreadableFile {
    var file = listed.file();
    var key = new Key(file.path(), file.member(), file.content(), raw.form());
    var once = known.computeIfAbsent(key, k -> new Once());
    synchronized (once) {
      if (once.layout == null) {
        once.layout = raw.layout(listed);
      }
      return once.layout;
    }
  }
}
