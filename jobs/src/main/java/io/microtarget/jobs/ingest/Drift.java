package io.microtarget.jobs.ingest;

import io.microtarget.source.Deliveries.Outcome;
import io.microtarget.source.Format;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.DataError;
import io.microtarget.table.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How the columns of a file differ from those of the files before it.
 *
 * @param notes a line each
 * @param missing columns that the settings read and the file does not have
 * @param rule why the whole file is set aside; empty if it is not
 */
record Drift(List<String> notes, List<String> missing, String rule) {
  static final String ROW_OF_VALUES =
      "its first line names no column that the settings read and holds values of a row, which are not shown; deliver it with a header";

  private static final Pattern VALUE = Pattern.compile(".*(@|\\d{4}).*", Pattern.DOTALL);

  /**
   * Whether what stands for the names of columns is the first row of a file without a header. Names
   * of columns are written down and printed, values of persons are not.
   */
  static boolean isRowOfValues(SourceSettings settings, List<String> names, Set<String> read) {
    return settings.format() == Format.CSV
        && read.stream().noneMatch(n -> has(names, n))
        && names.stream().anyMatch(n -> VALUE.matcher(n).matches());
  }

  /**
   * Compares a file with what earlier ones had.
   *
   * @param earlier columns of each earlier file, oldest first; none for the first file
   * @param read columns that the settings read
   * @throws DataError (gate) if the settings say stop
   */
  static Drift of(
      String source,
      String file,
      SourceSettings settings,
      RawRows.Layout layout,
      List<StructType> earlier,
      Set<String> read) {
    var notes = new ArrayList<String>();
    var names = layout.names();
    var missing = new ArrayList<String>();
    read.stream().filter(n -> !has(names, n)).forEach(missing::add);
    var isRow = isRowOfValues(settings, names, read);
    if (isRow && (earlier.isEmpty() || settings.deliveries().missingColumn() != Outcome.STOP)) {
      throw DataError.gate("source '%s', file %s: %s".formatted(source, file, ROW_OF_VALUES));
    }
    if (layout.hasMark()) {
      notes.add("begins with a byte order mark of " + layout.charset());
    }
    var rule = "";
    if (!earlier.isEmpty()) {
      var known = new LinkedHashSet<String>();
      earlier.forEach(columns -> known.addAll(List.of(columns.fieldNames())));
      var fresh = names.stream().filter(n -> !has(known, n)).toList();
      var last = earlier.get(earlier.size() - 1);
      if (!fresh.isEmpty()) {
        rule =
            done(
                settings.deliveries().newColumn(),
                "new-column",
                source,
                file,
                "new columns " + fresh,
                notes);
      }
      unreadGone(settings, last, names, read, notes);
      if (settings.format() != Format.JSON) {
        moved(last, layout.columns(), notes);
      }
      retyped(settings.format(), last, layout.columns(), notes);
      if (!missing.isEmpty() && missing.stream().allMatch(n -> has(known, n))) {
        var what =
            "no column %s, which the settings read%s"
                .formatted(missing, isRow ? "" : Nearest.hint(missing.get(0), fresh).orElse(""));
        var gone =
            done(
                settings.deliveries().missingColumn(), "missing-column", source, file, what, notes);
        rule = gone.isEmpty() ? rule : gone;
        return new Drift(notes, missing, rule);
      }
    }
    if (!missing.isEmpty() && settings.deliveries().missingColumn() == Outcome.NOTE) {
      notes.add("no column %s, which the settings read".formatted(missing));
      return new Drift(notes, missing, rule);
    }
    // What no file ever had is a mistake of the settings, and said so when they are checked.
    return new Drift(notes, List.of(), rule);
  }

  private static void unreadGone(
      SourceSettings settings,
      StructType last,
      List<String> names,
      Set<String> read,
      List<String> notes) {
    // An object has only what is known of it, so that nothing is missing there.
    if (settings.format() != Format.JSON) {
      var gone =
          Arrays.stream(last.fieldNames()).filter(n -> !has(names, n) && !has(read, n)).toList();
      if (!gone.isEmpty()) {
        notes.add("columns %s are gone; nothing reads them".formatted(gone));
      }
    }
  }

  private static void moved(StructType last, StructType now, List<String> notes) {
    var before = List.of(last.fieldNames());
    var after = List.of(now.fieldNames());
    if (!before.equals(after) && Set.copyOf(before).equals(Set.copyOf(after))) {
      notes.add("columns in another order");
    }
  }

  private static void retyped(Format format, StructType last, StructType now, List<String> notes) {
    for (var field : now.fields()) {
      for (var old : last.fields()) {
        var isOther =
            format == Format.JSON
                ? isOther(old.dataType(), field.dataType())
                : !old.dataType().equals(field.dataType());
        if (old.name().equals(field.name()) && isOther) {
          var types = old.dataType().simpleString() + " to " + field.dataType().simpleString();
          if (types.length() < 200) {
            notes.add("column `%s` retyped from %s".formatted(field.name(), types));
          }
        }
      }
    }
  }

  /**
   * Of objects: their members have no order, one that is not there says nothing, and of one that
   * was never filled no type is known.
   */
  private static boolean isOther(DataType old, DataType now) {
    if (old.equals(DataTypes.NullType) || now.equals(DataTypes.NullType)) {
      return false;
    }
    if (old instanceof ArrayType before && now instanceof ArrayType after) {
      return isOther(before.elementType(), after.elementType());
    }
    if (old instanceof StructType before && now instanceof StructType after) {
      return Arrays.stream(after.fields())
          .anyMatch(
              field ->
                  Arrays.stream(before.fields())
                      .filter(other -> other.name().equals(field.name()))
                      .anyMatch(other -> isOther(other.dataType(), field.dataType())));
    }
    return !old.equals(now);
  }

  private static String done(
      Outcome outcome, String key, String source, String file, String what, List<String> notes) {
    switch (outcome) {
      case STOP ->
          throw DataError.gate(
              "source '%s', file %s: %s (deliveries.%s = stop)".formatted(source, file, what, key));
      case NOTE -> notes.add(what);
      case QUARANTINE -> {
        notes.add(what + "; the file is set aside");
        return "drift:" + key;
      }
    }
    return "";
  }

  private static boolean has(java.util.Collection<String> names, String name) {
    return names.stream().anyMatch(n -> n.equalsIgnoreCase(name)) || Mapping.ABOUT.contains(name);
  }
}
