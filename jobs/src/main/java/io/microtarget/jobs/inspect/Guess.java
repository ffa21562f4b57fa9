package io.microtarget.jobs.inspect;

import io.microtarget.jobs.inspect.Block.Entry;
import io.microtarget.privacy.Medium;
import io.microtarget.source.Contract;
import io.microtarget.source.Format;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * What kind of source some raw files are, and which column is what.
 *
 * <p>Everything that is proposed fits the sample: a column that would send rows to quarantine is
 * left as an attribute, or the bound or share that lets the rows through stands in the draft with
 * what was seen.
 */
final class Guess {
  private static final double SEEN = 0.0005;
  private static final double SURE = 0.85;
  private static final double BETTER = 0.3;
  private static final double OFTEN_EMPTY = 0.5;

  private final Found found;
  private final List<Look> looks;
  private final Optional<List<String>> explode;
  private final Fit fit;
  private final boolean isFitted;
  private final List<Fit> others;
  private final List<String> roots;
  private final Map<String, Fit.Match> columns;
  private final List<String> head = new ArrayList<>();
  private final TreeMap<String, String> contract = new TreeMap<>();

  private Guess(Found found, List<Look> looks, Optional<List<String>> explode, List<Fit> fits) {
    this.found = found;
    this.looks = looks;
    this.explode = explode;
    this.isFitted = fits.get(0).isGood();
    this.fit = isFitted ? fits.get(0) : fallback(looks, found.name());
    this.others = fits;
    var names = new TreeSet<String>();
    found.table().columns().forEach(c -> names.add(c.path().get(0)));
    found.table().lists().keySet().forEach(l -> names.add(l.get(0)));
    names.add(RawTable.ELEMENT);
    names.add("_row_index");
    names.add("_content");
    this.roots = List.copyOf(names);
    this.columns = new LinkedHashMap<>(fit.columns());
    settle();
  }

  /** The best guess for some files: of their rows, or of the elements of a list in them. */
  static Guess of(Found found) {
    var table = found.table();
    var own = table.columns().stream().map(Look::of).toList();
    var best = new Guess(found, own, Optional.empty(), Fit.all(own, title(found)));
    for (var list : table.lists().entrySet()) {
      var all = new ArrayList<>(own);
      list.getValue().stream().map(Look::of).forEach(all::add);
      var inside = Fit.all(all, title(found) + " " + list.getKey().get(list.getKey().size() - 1));
      var other = new Guess(found, all, Optional.of(list.getKey()), inside);
      if (other.score() > best.score() + BETTER) {
        best = other;
      }
    }
    return best;
  }

  List<Look> looks() {
    return looks;
  }

  Fit fit() {
    return fit;
  }

  Found found() {
    return found;
  }

  /** The raw column that names somebody, if there is one. */
  Optional<Look> nativeId() {
    return Optional.ofNullable(columns.get("native-id")).map(Fit.Match::look);
  }

  boolean hasSubject() {
    return fit.kind().columns().contains("record_id");
  }

  /** A native id is proposed, be it the place of the row. */
  boolean namesSomebody() {
    return hasSubject()
        && (nativeId().isPresent() || Contract.of(fit.kind()).required().contains("record_id"));
  }

  private double score() {
    return isFitted ? fit.score() : 0;
  }

  private static String title(Found found) {
    return found.blockName(Set.of()) + " " + found.name();
  }

  /** A party if a column tells rows apart, else an event if there is a time, else a party. */
  private static Fit fallback(List<Look> looks, String file) {
    var hasKey = looks.stream().anyMatch(l -> l.isUnique() && (l.isIdentifier() || isReachable(l)));
    var event =
        SourceTables.kinds().stream()
            .filter(k -> k.name().equals("event"))
            .map(k -> Fit.of(k, looks, file))
            .filter(f -> f.missing().isEmpty())
            .findFirst();
    var party = Fit.of(kind("party"), looks, file);
    return hasKey ? party : event.orElse(party);
  }

  private static boolean isReachable(Look look) {
    return look.meaning()
        .filter(m -> m == Meaning.EMAIL || m == Meaning.PHONE || m == Meaning.CARD)
        .isPresent();
  }

  private static Table kind(String name) {
    return SourceTables.kinds().stream()
        .filter(k -> k.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Who a row is about where no name tells it, and columns that would not hold. */
  private void settle() {
    if (hasSubject() && !columns.containsKey("native-id")) {
      subject().ifPresent(l -> columns.put("native-id", new Fit.Match(l, 0.4)));
    }
    var required = Contract.of(fit.kind()).required();
    columns
        .entrySet()
        .removeIf(
            e ->
                !required.contains(e.getKey().replace('-', '_'))
                    && !e.getKey().equals("native-id")
                    && isDoubtful(e.getKey(), e.getValue()));
  }

  /** A guess by one word of a name is not worth more than an attribute if most rows lack it. */
  private static boolean isDoubtful(String key, Fit.Match match) {
    return match.sure() < SURE && match.look().emptyShare() > OFTEN_EMPTY;
  }

  private Optional<Look> subject() {
    var used = new HashSet<Look>();
    columns.values().forEach(m -> used.add(m.look()));
    var isParty = fit.kind().name().equals("party");
    var free =
        looks.stream()
            .filter(
                l -> !used.contains(l) && !l.isTime() && l.column().type() != RawColumn.Type.OTHER)
            .toList();
    if (isParty) {
      return free.stream()
          .filter(l -> l.isUnique() && l.isIdentifier())
          .findFirst()
          .or(
              () ->
                  free.stream()
                      .filter(
                          l ->
                              l.isUnique()
                                  && l.isText()
                                  && l.number().isEmpty()
                                  && l.meaning().filter(m -> m == Meaning.FREE_TEXT).isEmpty())
                      .findFirst());
    }
    return free.stream()
        .filter(
            l ->
                l.meaning()
                    .filter(
                        m ->
                            m == Meaning.CARD
                                || m == Meaning.DEVICE
                                || m == Meaning.EMAIL
                                || m == Meaning.PHONE
                                || m == Meaning.IP)
                    .isPresent())
        .findFirst();
  }

  /**
   * The block as proposed.
   *
   * @param zone of time stamps without one
   * @param idSpace whose ids the native ids are; empty: the default
   */
  Block block(String name, String zone, Optional<String> idSpace) {
    var typed = typed();
    var attributes = attributes(typed);
    var personal = attributes.keySet().stream().filter(k -> isAboutOne(attributes.get(k))).toList();
    var identifiers = identifiers();
    var share = quarantinedShare();
    describe(share);
    var settings = new ArrayList<Entry>();
    settings.add(new Entry("kind", fit.kind().name(), sureness()));
    settings.add(new Entry("format", found.table().format().name().toLowerCase(Locale.ROOT), ""));
    settings.add(new Entry("path", Hocon.quoted(found.path()), ""));
    if (!found.table().options().isEmpty()) {
      settings.add(new Entry("options", Block.map(found.table().options()), ""));
    }
    values().ifPresent(settings::add);
    zone(zone).ifPresent(settings::add);
    idSpace.ifPresent(
        s ->
            settings.add(
                new Entry(
                    "id-space",
                    Hocon.quoted(s),
                    "ids mean the same people in sources that say the same: check")));
    explode
        .flatMap(path -> Names.expression(path, roots))
        .ifPresent(
            e -> settings.add(new Entry("explode", Hocon.quoted(e), "each element becomes a row")));
    key()
        .ifPresent(
            k ->
                settings.add(
                    new Entry(
                        "identified-by",
                        "[" + k + "]",
                        found.isWhole() ? "no value twice" : "no value twice in the sample")));
    if (!contract.isEmpty()) {
      settings.add(new Entry("contract", Block.map(contract), "so in the sample: check"));
    }
    if (share > SEEN) {
      settings.add(
          new Entry(
              "max-quarantined-share",
              share(share),
              "guessed from the sample; lower it when the reasons above are mended"));
    }
    return new Block(name, head, settings, typed, entries(attributes), identifiers, personal);
  }

  private List<Entry> typed() {
    var entries = new ArrayList<Entry>();
    var kind = fit.kind();
    var contractOf = Contract.of(kind);
    var file = Names.words(found.blockName(Set.of())).stream().findFirst().orElse("row");
    for (var key : Fit.typed(kind)) {
      var match = columns.get(key);
      var column = key.equals("native-id") ? "record_id" : key.replace('-', '_');
      if (match != null) {
        var raw = raw(match.look());
        if (raw.isEmpty()) {
          continue;
        }
        var allowed = contractOf.columns().get(column).values();
        var type = Fit.type(kind, key);
        var text = expression(key, type, allowed, match.look(), raw.get());
        var doubt = match.sure() < SURE ? "a guess: " : "";
        entries.add(
            new Entry(key, Hocon.quoted(text), doubt + match.look().shown() + notes(match.look())));
      } else if (contractOf.required().contains(column)) {
        if (key.equals("native-id")) {
          entries.add(
              new Entry(
                  key,
                  Hocon.quoted("concat(_content, '-', cast(_row_index as string))"),
                  "no column tells who it is: each row is somebody else"));
        } else {
          entries.add(
              new Entry(
                  key,
                  Hocon.quoted(Fill.made(kind.name(), key, columns, roots, file)),
                  "made up: check"));
        }
      }
    }
    return entries;
  }

  private static String notes(Look look) {
    return look.time()
        .filter(TimeForm::isAmbiguous)
        .map(t -> "; day and month could be exchanged: check")
        .orElse("");
  }

  /** Whether its channels are compared with those of the settings. */
  private boolean isAboutContact() {
    return Set.of(SourceTables.CONSENT, SourceTables.SUPPRESSION).contains(fit.kind());
  }

  /** The raw column in an expression, null where it says so in a word. */
  private Optional<String> raw(Look look) {
    var name = Names.expression(look.column().path(), roots);
    return look.unknown().isEmpty()
        ? name
        : name.map(n -> "nullif(%s, %s)".formatted(n, Fill.literal(look.unknown().get())));
  }

  private String expression(
      String key,
      org.apache.spark.sql.types.DataType type,
      List<String> allowed,
      Look look,
      String raw) {
    if (type instanceof TimestampType || type instanceof DateType) {
      return Fill.time(look, found.table().format(), raw);
    }
    if (type instanceof NumericType && look.number().filter(NumberForm::hasUnit).isPresent()) {
      return "regexp_replace(%s, '[^0-9,.+-]', '')".formatted(raw);
    }
    if (!allowed.isEmpty() && type instanceof StringType) {
      return Fill.translation(allowed, look, raw);
    }
    return switch (key) {
      case "channel" ->
          isAboutContact() && Fill.translated(Medium.keys(), look).isPresent()
              ? Fill.translation(Medium.keys(), look, raw)
              : raw;
      // What stands behind the question mark may name somebody.
      case "url", "referrer" -> address(look, raw);
      case "text" ->
          look.filled().stream().anyMatch(v -> v.contains("@"))
              ? "regexp_replace(%s, '@[A-Za-z0-9_]+', '@')".formatted(raw)
              : raw;
      default -> raw;
    };
  }

  private static String address(Look look, String raw) {
    var requests = look.filled().stream().filter(v -> v.matches("[A-Z]+ \\S+ HTTP/.*")).count();
    var path = requests > look.filled().size() / 2 ? "split_part(%s, ' ', 2)".formatted(raw) : raw;
    return look.filled().stream().anyMatch(v -> v.contains("?"))
        ? "split_part(%s, '?', 1)".formatted(path)
        : path;
  }

  /** Columns that fill no typed one, by a name of their own. */
  private Map<String, Look> attributes(List<Entry> typed) {
    var used = new HashSet<Look>();
    typed.forEach(
        e -> Optional.ofNullable(columns.get(e.key())).ifPresent(m -> used.add(m.look())));
    var attributes = new LinkedHashMap<String, Look>();
    for (var look : looks) {
      var path = look.column().path();
      if (!used.contains(look) && isAboutOne(look) && !hasPlaceInVault()) {
        head.add(
            "not taken: %s is personal, and a row without a native-id has no place in the vault"
                .formatted(Names.shown(path)));
        continue;
      }
      if (used.contains(look) || raw(look).isEmpty()) {
        if (!used.contains(look)) {
          head.add("not taken, since no expression can name it: " + Names.shown(path));
        }
        continue;
      }
      var name = Names.attribute(path);
      var free = name;
      for (int n = 2; attributes.containsKey(free); n++) {
        free = name + "_" + n;
      }
      attributes.put(free, look);
    }
    return attributes;
  }

  /** The vault keeps values by whom they are about. */
  private boolean hasPlaceInVault() {
    return hasSubject()
        && nativeId().map(l -> l.emptyShare() == 0).orElse(fit.kind().name().equals("party"));
  }

  /** It is personal, or an id by which somebody is known elsewhere. */
  private boolean isAboutOne(Look look) {
    return look.isPersonal() || isOtherId(look);
  }

  private boolean isOtherId(Look look) {
    return !look.isNumber() || look.distinct() > 100
        ? Synonyms.likeness(fit.kind().name(), "native-id", look.column().path()) > SURE
        : false;
  }

  private List<Entry> entries(Map<String, Look> attributes) {
    var entries = new ArrayList<Entry>();
    attributes.forEach(
        (name, look) -> {
          var raw = raw(look).orElseThrow();
          var meaning =
              look.meaning()
                  .map(m -> m.label() + ": ")
                  .orElse(isOtherId(look) ? "id of a person: " : "");
          entries.add(new Entry(name, Hocon.quoted(raw), meaning + look.shown()));
        });
    return entries;
  }

  private List<Entry> identifiers() {
    var entries = new LinkedHashMap<String, Entry>();
    if (!fit.kind().columns().contains("identifiers")) {
      return List.of();
    }
    for (var look : looks) {
      var type =
          look.meaning()
              .map(
                  m ->
                      switch (m) {
                        case EMAIL -> "email";
                        case PHONE -> "phone";
                        case CARD -> "card";
                        case DEVICE -> "device";
                        case IBAN -> "iban";
                        default -> "";
                      })
              .orElse("");
      if (!type.isEmpty()) {
        raw(look)
            .ifPresent(
                raw ->
                    entries.putIfAbsent(
                        type,
                        new Entry(type, Hocon.quoted(raw), "links sources that share it; hashed")));
      }
    }
    return List.copyOf(entries.values());
  }

  private Optional<Entry> values() {
    var parts = new ArrayList<String>();
    var forms =
        columns.entrySet().stream()
            .filter(e -> Fit.type(fit.kind(), e.getKey()) instanceof NumericType)
            .map(e -> e.getValue().look())
            .filter(l -> l.column().type() == RawColumn.Type.TEXT)
            .flatMap(l -> l.number().stream())
            .toList();
    if (forms.stream().anyMatch(f -> f.decimal().equals(","))) {
      parts.add("decimal = \",\"");
    }
    forms.stream()
        .map(NumberForm::grouping)
        .filter(g -> !g.isEmpty())
        .findFirst()
        .ifPresent(g -> parts.add("grouping = " + Hocon.quoted(g)));
    var isText = found.table().format() != Format.PARQUET;
    var times =
        columns.entrySet().stream()
            .filter(e -> isText && isTimed(e.getKey()))
            .flatMap(e -> e.getValue().look().time().stream())
            .flatMap(t -> t.asSettings().stream())
            .distinct()
            .toList();
    if (!times.isEmpty()) {
      parts.add("times = " + Hocon.list(times));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(new Entry("values", "{ " + String.join(", ", parts) + " }", ""));
  }

  private boolean isTimed(String key) {
    var type = Fit.type(fit.kind(), key);
    return type instanceof TimestampType || type instanceof DateType;
  }

  private Optional<Entry> zone(String zone) {
    var isNeeded =
        columns.entrySet().stream()
            .filter(e -> isTimed(e.getKey()))
            .map(e -> e.getValue().look())
            .anyMatch(
                l ->
                    l.time()
                        .map(t -> !t.hasZone() && !t.isDay() && !t.isCount())
                        .orElse(l.column().type() == RawColumn.Type.TIMESTAMP));
    return isNeeded
        ? Optional.of(
            new Entry("zone", Hocon.quoted(zone), "guessed: of time stamps that name none"))
        : Optional.empty();
  }

  /** A typed id that is there on every row and never twice. */
  private Optional<String> key() {
    var isOne = explode.isEmpty();
    return columns.entrySet().stream()
        .filter(e -> isOne && e.getKey().endsWith("-id") && e.getValue().look().isUnique())
        .filter(e -> !e.getKey().equals("native-id") || fit.kind().name().equals("party"))
        .filter(e -> !e.getKey().matches("session-id|place-id|area-id"))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Which share of the sample breaks the contract of the kind; what may be widened is. */
  private double quarantinedShare() {
    var contractOf = Contract.of(fit.kind());
    double share =
        found.table().rows() == 0
            ? 0
            : (double) found.table().malformed()
                / (found.table().rows() + found.table().malformed());
    for (var entry : columns.entrySet()) {
      var key = entry.getKey();
      var look = entry.getValue().look();
      var name = key.equals("native-id") ? "record_id" : key.replace('-', '_');
      if (contractOf.required().contains(name) && look.emptyShare() > 0) {
        share += look.emptyShare();
        head.add(
            "%s is empty on %.1f %% of the rows, and the kind requires it"
                .formatted(Names.shown(look.column().path()), 100 * look.emptyShare()));
      }
      if (look.misfits() > 0 && !(Fit.type(fit.kind(), key) instanceof StringType)) {
        share += (double) look.misfits() / look.filled().size();
        head.add(
            "%s has %,d values that are written in another way; they are quarantined"
                .formatted(Names.shown(look.column().path()), look.misfits()));
      }
      if (Fit.type(fit.kind(), key) instanceof NumericType) {
        var of = contractOf.columns().get(name);
        var outside = look.outside(of.least(), of.most());
        if (outside > 0 && contractOf.usual().contains(name)) {
          contract.put(
              key,
              "{ "
                  + of.least().map(l -> "least = -1000000000").orElse("")
                  + of.most()
                      .map(m -> (of.least().isPresent() ? ", " : "") + "most = 1000000000")
                      .orElse("")
                  + " }");
          head.add(
              "in %s of the sample %,d below or above what a %s usually has"
                  .formatted(Names.shown(look.column().path()), outside, fit.kind().name()));
        } else if (outside > 0) {
          share += (double) outside / Math.max(1, look.filled().size());
          head.add(
              "%s has %,d values outside what the kind allows"
                  .formatted(Names.shown(look.column().path()), outside));
        }
      }
    }
    return Math.min(1, share);
  }

  /** Twice what was seen, since the sample is one. */
  private static String share(double seen) {
    return String.format(
        Locale.ROOT, "%.2f", Math.min(1, Math.ceil(100 * (2 * seen + 0.01)) / 100));
  }

  private String sureness() {
    if (!isFitted) {
      return "a guess: no kind fits, so every column is an attribute";
    }
    var next = others.stream().skip(1).filter(Fit::isGood).findFirst();
    var how = fit.score() >= 2 ? "fits well" : "fits";
    return next.map(n -> how + "; the next best is " + n.kind().name())
        .orElse(how + "; no other kind does");
  }

  private void describe(double share) {
    var files = found.paths().size();
    var table = found.table();
    head.add(
        0,
        "%,d rows of %d file%s looked at%s; %d columns"
            .formatted(
                table.rows(),
                files,
                files == 1 ? "" : "s",
                found.isWhole() ? ", all there are" : ", a sample",
                looks.size()));
    table.notes().forEach(n -> head.add(1, n));
    table.lists().keySet().stream()
        .filter(l -> explode.isEmpty() || !explode.get().equals(l))
        .forEach(
            l ->
                head.add(
                    "not taken: %s is a list of groups; a further source with explode could take it"
                        .formatted(Names.shown(l))));
    if (share <= SEEN && table.rows() == 0) {
      head.add("no row was there to look at");
    }
    if (table.format() == Format.LOG && !table.options().containsKey("pattern")) {
      head.add("pattern is missing");
    }
  }

  /** Distinct native ids of the sample, to see who shares ids with whom. */
  Set<String> ids() {
    return nativeId().map(l -> (Set<String>) new HashSet<>(l.filled())).orElse(Set.of());
  }

  static Map<String, Guess> byName(List<Guess> guesses) {
    var named = new LinkedHashMap<String, Guess>();
    guesses.forEach(g -> named.put(g.found.blockName(named.keySet()), g));
    return named;
  }
}
