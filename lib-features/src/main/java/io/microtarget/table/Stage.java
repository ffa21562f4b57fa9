package io.microtarget.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One step of the chain: what it makes, what it reads, and a pure function between them.
 *
 * @param name kebab-case verb or noun shown in the run's log
 * @param makes the tables it writes
 * @param reads the tables it may read
 * @param body tables in, tables out; no read, write or clock inside
 */
public record Stage(
    String name,
    List<Table> makes,
    List<Table> reads,
    Function<Inputs, Map<Table, Dataset<Row>>> body) {

  public Stage {
    makes = List.copyOf(makes);
    reads = List.copyOf(reads);
  }

  /** A stage that makes one table. */
  public static Stage of(
      String name, Table makes, List<Table> reads, Function<Inputs, Dataset<Row>> body) {
    return new Stage(name, List.of(makes), reads, inputs -> Map.of(makes, body.apply(inputs)));
  }

  /**
   * Runs the body on the declared tables and conforms every result.
   *
   * @return the tables in declared order
   * @throws IllegalStateException if the body reads or makes other tables than declared
   */
  public Map<Table, Dataset<Row>> run(Reader reader) {
    var made = body.apply(new Inputs(name, reads, makes, reader));
    for (var table : made.keySet()) {
      if (!makes.contains(table)) {
        throw new IllegalStateException(
            "stage '%s' makes table '%s' without declaring it".formatted(name, table));
      }
    }
    var conformed = new LinkedHashMap<Table, Dataset<Row>>();
    for (var table : makes) {
      var rows = made.get(table);
      if (rows == null) {
        throw new IllegalStateException(
            "stage '%s' declares table '%s' but does not make it".formatted(name, table));
      }
      conformed.put(table, Conform.to(table, rows, name));
    }
    return conformed;
  }
}
