package io.microtarget.feature;

import io.microtarget.table.SettingsError;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;

/** Checks the types of an expression against the rows it is for, before anything runs. */
final class Typed {
  private Typed() {}

  /** A value of any type. */
  static void value(Dataset<Row> rows, String key, String text) {
    type(rows, key, text);
  }

  /** A number, or a truth value that counts as 1 or 0. */
  static void number(Dataset<Row> rows, String key, String text) {
    var type = type(rows, key, text);
    if (!(type instanceof NumericType || type instanceof BooleanType || type instanceof NullType)) {
      throw refused(key, text, "must be a number, not " + type.sql());
    }
  }

  /** A truth value. */
  static void condition(Dataset<Row> rows, String key, String text) {
    var type = type(rows, key, text);
    if (!(type instanceof BooleanType || type instanceof NullType)) {
      throw refused(key, text, "must be true or false, not " + type.sql());
    }
  }

  /** A day. */
  static void day(Dataset<Row> rows, String key, String text) {
    var type = type(rows, key, text);
    if (!(type instanceof DateType || type instanceof NullType)) {
      throw refused(key, text, "must be a date, not " + type.sql());
    }
  }

  /**
   * Whether all expressions fit, asked at once: to analyse them one by one takes a second for a
   * hundred. Where one does not, the checks above say which.
   */
  static boolean areFine(
      Dataset<Row> rows, List<String> conditions, List<String> numbers, List<String> values) {
    var empty = rows.sparkSession().createDataFrame(List.of(), rows.schema());
    var all = new ArrayList<Column>();
    List.of(conditions, numbers, values)
        .forEach(texts -> texts.forEach(text -> all.add(functions.expr(text))));
    try {
      var fields = empty.select(all.toArray(Column[]::new)).schema().fields();
      for (int i = 0; i < conditions.size() + numbers.size(); i++) {
        var type = fields[i].dataType();
        var fits =
            i < conditions.size()
                ? type instanceof BooleanType
                : type instanceof NumericType || type instanceof BooleanType;
        if (!fits) {
          return false;
        }
      }
      return true;
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  private static DataType type(Dataset<Row> rows, String key, String text) {
    // Only the columns matter here; an empty table spares Spark the plan behind the rows.
    var empty = rows.sparkSession().createDataFrame(List.of(), rows.schema());
    try {
      return empty.select(functions.expr(text)).schema().fields()[0].dataType();
    } catch (Exception e) {
      // Scala declares no checked exceptions, so an AnalysisException cannot be named in the catch.
      if (e instanceof AnalysisException analysis) {
        throw refused(key, text, analysis.getSimpleMessage().lines().findFirst().orElse(""));
      }
      throw e;
    }
  }

  private static SettingsError refused(String key, String text, String why) {
    return new SettingsError("%s: expression `%s`: %s".formatted(key, text, why));
  }
}
