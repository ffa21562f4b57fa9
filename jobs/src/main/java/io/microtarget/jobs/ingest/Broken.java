package io.microtarget.jobs.ingest;

import io.microtarget.jobs.raw.Listing;
import io.microtarget.jobs.raw.UnreadableFile;
import io.microtarget.source.Mapping;
import io.microtarget.table.DataError;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.types.StructType;

/** What a failure while files were taken in means, in words that hold nothing of their content. */
final class Broken {
  private static final List<String> UNREADABLE =
      List.of("FAILED_READ_FILE", "CANNOT_READ_FILE_FOOTER", "MALFORMED_RECORD_IN_PARSING");
  private static final List<String> UNFIT = List.of("DATATYPE_MISMATCH", "INVALID_EXTRACT");

  private Broken() {}

  /**
   * The file is broken, the types or values of its columns do not fit the settings, or else it is
   * what it was.
   *
   * @param files names for the message
   */
  static RuntimeException translated(String source, String files, StructType columns, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableFile unreadable) {
        return Listing.unreadable(source, unreadable);
      }
    }
    if (hasCondition(e, UNREADABLE)) {
      return DataError.gate(
          "source '%s': file %s cannot be read (%s); it may be truncated or of another format: deliver it again"
              .formatted(source, files, condition(e)),
          e);
    }
    if (hasCondition(e, UNFIT)) {
      var types = new TreeMap<String, String>();
      for (var field : columns.fields()) {
        types.put(field.name(), field.dataType().sql());
      }
      types.keySet().removeAll(Mapping.ABOUT);
      return DataError.gate(
          "source '%s', file %s: an expression of the settings does not fit the types of its columns %s; was a column retyped?"
              .formatted(source, files, types),
          e);
    }
    var condition = dataException(e);
    if (condition.isPresent()) {
      return DataError.gate(
          "source '%s', file %s: an expression of the settings cannot compute a value (%s); write try_cast, try_divide and the like, so that such rows are quarantined"
              .formatted(source, files, condition.get()),
          e);
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static boolean hasCondition(Throwable error, List<String> conditions) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      var condition = cause instanceof SparkThrowable spark ? spark.getCondition() : null;
      if (condition != null && conditions.stream().anyMatch(condition::startsWith)) {
        return true;
      }
    }
    return false;
  }

  /** Spark's name of the failure if that tells anything, else the class of what lies under it. */
  private static String condition(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      var condition = cause instanceof SparkThrowable spark ? spark.getCondition() : null;
      if (condition != null && !condition.endsWith("NO_HINT")) {
        return condition;
      }
    }
    var root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName();
  }

  /** The condition of a SQL data exception, class 22 of the standard's states. */
  private static Optional<String> dataException(Throwable error) {
    for (var cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SparkThrowable spark
          && spark.getCondition() != null
          && String.valueOf(spark.getSqlState()).startsWith("22")) {
        return Optional.of(spark.getCondition());
      }
    }
    return Optional.empty();
  }
}
