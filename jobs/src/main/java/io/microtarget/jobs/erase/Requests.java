package io.microtarget.jobs.erase;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.microtarget.pipeline.Settings;
import io.microtarget.table.Nearest;
import io.microtarget.table.SettingsError;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads who is to be erased; no message holds a value. */
public final class Requests {
  private static final String REQUEST_ID = "request_id";
  private static final List<String> NAMES = List.of("type", "source", "id_space");
  private static final String VALUE = "value";
  private static final int MOST_COLUMNS = 64;
  private static final int LONGEST = 10_000;

  private final Settings settings;
  private final String batch;
  private final List<String> problems = new ArrayList<>();

  /**
   * Requests of one command.
   *
   * @param batch names those that have no id of their own
   */
  public Requests(Settings settings, String batch) {
    this.settings = settings;
    this.batch = batch;
  }

  /** What the value is, where it was said. */
  public record Hint(Optional<String> type, Optional<String> source, Optional<String> idSpace) {}

  /**
   * One person.
   *
   * @throws SettingsError if what the value is was neither said nor can be seen
   */
  public List<Request> of(String value, Hint hint) {
    if (value.isBlank()) {
      throw new SettingsError("--person: no value");
    }
    var request = request(batch, 0, value.strip(), hint, "--");
    check();
    return List.of(request.orElseThrow());
  }

  /**
   * A CSV file with a header: {@code value}, {@code type} or {@code source} or {@code id_space}
   * where the value does not say what it is, and {@code request_id} if they have one.
   *
   * @throws SettingsError names all bad lines by their number
   */
  public List<Request> ofFile(String text) {
    var rows = parsed(text);
    if (rows.isEmpty()) {
      throw new SettingsError("--requests: the file has no header");
    }
    var header =
        Arrays.stream(rows.get(0)).map(h -> h == null ? "" : h.strip().toLowerCase(Locale.ROOT));
    var columns = header.toList();
    if (!columns.contains(VALUE)) {
      throw new SettingsError(
          "--requests: the header has no column `value`; it may also have `request_id`, `type`, `source` and `id_space`");
    }
    var requests = new ArrayList<Request>();
    var ids = new HashSet<String>();
    for (int i = 1; i < rows.size(); i++) {
      var row = rows.get(i);
      var value = cell(row, columns, VALUE);
      if (value.isEmpty()) {
        problems.add("line %d: no value".formatted(i + 1));
        continue;
      }
      var id = cell(row, columns, REQUEST_ID).orElse("%s-%d".formatted(batch, i));
      if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,80}")) {
        problems.add(
            "line %d: request_id may hold letters, digits, dot, dash and underscore only; it stands in the certificate and must name nobody"
                .formatted(i + 1));
      } else if (!ids.add(id)) {
        problems.add("line %d: its request_id stands in an earlier line too".formatted(i + 1));
      }
      var hint =
          new Hint(
              cell(row, columns, NAMES.get(0)),
              cell(row, columns, NAMES.get(1)),
              cell(row, columns, NAMES.get(2)));
      request(id, i + 1, value.orElseThrow(), hint, "").ifPresent(requests::add);
    }
    check();
    if (requests.isEmpty()) {
      throw new SettingsError("--requests: the file has no request");
    }
    return requests;
  }

  private static List<String[]> parsed(String text) {
    var csv = new CsvParserSettings();
    csv.setMaxColumns(MOST_COLUMNS);
    csv.setMaxCharsPerColumn(LONGEST);
    csv.setDelimiterDetectionEnabled(true, ',', ';', '\t');
    csv.setSkipEmptyLines(false);
    try {
      return new CsvParser(csv).parseAll(new StringReader(text.replace("\uFEFF", "")));
    } catch (RuntimeException e) {
      // The parser quotes what it could not read.
      throw new SettingsError("--requests: the file cannot be read as CSV");
    }
  }

  private static Optional<String> cell(String[] row, List<String> columns, String name) {
    int at = columns.indexOf(name);
    return at < 0 || at >= row.length || row[at] == null || row[at].isBlank()
        ? Optional.empty()
        : Optional.of(row[at].strip());
  }

  private Optional<Request> request(String id, int line, String value, Hint hint, String option) {
    var where = line == 0 ? "" : "line %d: ".formatted(line);
    var said =
        List.of(hint.type(), hint.source(), hint.idSpace()).stream().filter(Optional::isPresent);
    if (said.count() > 1) {
      problems.add("%sonly one of type, source and id space may be said".formatted(where));
      return Optional.empty();
    }
    if (hint.type().isPresent()) {
      return named(where + option + "type", hint.type().get(), types())
          .map(type -> new Request(id, line, Request.Means.IDENTIFIER, type, value));
    }
    if (hint.source().isPresent()) {
      return named(where + option + "source", hint.source().get(), settings.sources().keySet())
          .map(name -> nativeId(id, line, settings.sources().get(name).idSpace(), value));
    }
    if (hint.idSpace().isPresent()) {
      return named(where + option + "id-space", hint.idSpace().get(), idSpaces())
          .map(space -> nativeId(id, line, space, value));
    }
    if (value.matches("[0-9a-f]{32}")) {
      return Optional.of(new Request(id, line, Request.Means.RECORD, "", value));
    }
    if (value.contains("@") && types().contains("email")) {
      return Optional.of(new Request(id, line, Request.Means.IDENTIFIER, "email", value));
    }
    if (idSpaces().size() == 1) {
      return Optional.of(nativeId(id, line, idSpaces().iterator().next(), value));
    }
    problems.add(
        "%swhat the value is must be said: a type of %s, a source, or an id space of %s"
            .formatted(where, types(), idSpaces()));
    return Optional.empty();
  }

  private static Request nativeId(String id, int line, String idSpace, String value) {
    return new Request(id, line, Request.Means.NATIVE_ID, idSpace, value);
  }

  private Optional<String> named(String what, String name, Set<String> known) {
    if (known.contains(name)) {
      return Optional.of(name);
    }
    problems.add(
        "%s `%s` is none of %s%s"
            .formatted(what, name, new TreeSet<>(known), Nearest.hint(name, known).orElse("")));
    return Optional.empty();
  }

  /** Types that sources declare, and those every business knows. */
  private Set<String> types() {
    var types = new TreeSet<String>(List.of("email", "phone"));
    settings.sources().values().forEach(source -> types.addAll(source.identifiers().keySet()));
    return types;
  }

  private Set<String> idSpaces() {
    var spaces = new TreeSet<String>();
    settings.sources().values().forEach(source -> spaces.add(source.idSpace()));
    return spaces;
  }

  private void check() {
    if (!problems.isEmpty()) {
      throw new SettingsError(problems);
    }
  }
}
