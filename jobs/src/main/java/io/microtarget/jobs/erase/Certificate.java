package io.microtarget.jobs.erase;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an erasure did, to be shown to whoever asked for it: tables, rows and times, and nothing
 * that names anybody.
 *
 * @param id of the erasure
 * @param requests ids of the requests, with what became of each
 * @param lines what was removed from where
 * @param notes what is left to do, in words
 */
public record Certificate(
    String id,
    Instant requestedAt,
    Instant erasedAt,
    Map<String, String> requests,
    List<Line> lines,
    List<String> notes) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int MOST_REQUESTS = 10;

  /** As a table for people. */
  public List<String> text() {
    var text = new ArrayList<String>();
    text.add(
        "erasure %s, %.1f s"
            .formatted(id, Duration.between(requestedAt, erasedAt).toMillis() / 1000.0));
    text.add("  requested %s, done %s (UTC)".formatted(requestedAt, erasedAt));
    requests.entrySet().stream()
        .limit(MOST_REQUESTS)
        .forEach(r -> text.add("  %s: %s".formatted(r.getKey(), r.getValue())));
    if (requests.size() > MOST_REQUESTS) {
      var outcomes = new LinkedHashMap<String, Integer>();
      requests.values().forEach(o -> outcomes.merge(o.replaceAll("\\d+", "n"), 1, Integer::sum));
      text.add("  … %d requests in all: %s".formatted(requests.size(), outcomes));
    }
    text.add("  %-24s %-14s %12s  %s".formatted("place", "action", "count", "detail"));
    for (var line : lines) {
      text.add(
          "  %-24s %-14s %,12d  %s"
              .formatted(line.place(), line.action(), line.count(), line.detail())
              .stripTrailing());
    }
    notes.forEach(note -> text.add("  note: " + note));
    return text;
  }

  /** As JSON, with a line break at the end. */
  public String json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("erasure", id);
    json.put("requested_at", requestedAt.toString());
    json.put("erased_at", erasedAt.toString());
    json.put("requests", requests);
    json.put(
        "lines",
        lines.stream()
            .map(
                line -> {
                  var fields = new LinkedHashMap<String, Object>();
                  fields.put("place", line.place());
                  fields.put("action", line.action());
                  fields.put("count", line.count());
                  fields.put("detail", line.detail());
                  return fields;
                })
            .toList());
    json.put("notes", notes);
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers are always JSON", e);
    }
  }
}
