package io.microtarget.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.microtarget.activation.ActivationTables;
import io.microtarget.activation.ExportColumn;
import io.microtarget.activation.ExportValues;
import io.microtarget.activation.Status;
import io.microtarget.identity.IdentityTables;
import io.microtarget.identity.Subjects;
import io.microtarget.jobs.store.DeltaStore;
import io.microtarget.jobs.store.Frame;
import io.microtarget.jobs.store.Lake;
import io.microtarget.jobs.store.Publications;
import io.microtarget.pipeline.ExportFields;
import io.microtarget.pipeline.Permissions;
import io.microtarget.pipeline.Settings;
import io.microtarget.privacy.Gate;
import io.microtarget.source.SourceTables;
import io.microtarget.table.Clocks;
import io.microtarget.table.DataError;
import io.microtarget.vault.VaultTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Hands the audiences of a publication over to their destinations, after the gate was asked once
 * more with all that is known now.
 *
 * <p>A line of the waterfall for every rule by which rows stay: {@code deny:…} of the gate, {@code
 * holdout}, {@code missing:COLUMN} and {@code type:COLUMN} of the file, {@code size:below-N}.
 */
public final class Exporter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] PERMISSION = {"subject_type", "subject_id", "channel"};
  private static final int KEY_BYTES = 16;

  private final SparkSession spark;
  private final Settings settings;
  private final Publications.Head head;
  private final Frame frame;
  private final DeltaStore store;
  private final DeltaStore published;
  private final String productVersion;
  private final Consumer<String> lines;
  private final SecureRandom random = new SecureRandom();

  /**
   * An export that has not begun.
   *
   * @param head the publication
   * @param frame names the export and the moment of the consents that count
   * @param lines gets the waterfall
   */
  public Exporter(
      SparkSession spark,
      Settings settings,
      Lake lake,
      Publications.Head head,
      Frame frame,
      String productVersion,
      Consumer<String> lines) {
    this.spark = spark;
    this.settings = settings;
    this.head = head;
    this.frame = frame;
    this.store = new DeltaStore(spark, lake, frame);
    var clocks = new Clocks(head.asOf(), frame.clocks().knownAt(), settings.business().zone());
    // The snapshots of the published run, and the events and states known now.
    this.published =
        new DeltaStore(
            spark, lake, new Frame(head.runId().orElseThrow(), clocks, frame.startedAt()));
    this.productVersion = productVersion;
    this.lines = lines;
  }

  /**
   * @throws DataError (gate) a destination was handed this publication before
   */
  public void checkFirst(List<String> destinations) {
    var handed =
        store
            .read(ActivationTables.EXPORT)
            .where(col("published_run").equalTo(head.runId().orElseThrow()))
            .select("destination", "export_id")
            .distinct()
            .orderBy("destination", "export_id")
            .collectAsList();
    for (var row : handed) {
      if (destinations.contains(row.<String>getAs("destination"))) {
        throw DataError.gate(
            "destinations.%s was handed the publication of %s before (%s); --resend hands it over again"
                .formatted(row.getAs("destination"), head.asOf(), row.getAs("export_id")));
      }
    }
  }

  /**
   * Writes the files.
   *
   * @param out folder in which that of the export is made
   * @param stillOurs throws if the lake is no longer held
   * @return the folder, or nothing if no row leaves
   * @throws DataError (gate) if the audience is a rehearsal
   */
  public Optional<String> run(List<String> destinations, String out, Runnable stillOurs) {
    var audience = published.own(ActivationTables.AUDIENCE);
    checkReady(audience);
    var judged = judged(audience, destinations).persist(StorageLevel.MEMORY_AND_DISK());
    try (var folder =
        OutFolder.in(out, frame.runId(), spark.sparkContext().hadoopConfiguration())) {
      var manifest = manifest();
      var left = new ArrayList<Row>();
      for (var destination : destinations) {
        var file = file(destination, judged);
        report(destination, file, judged);
        if (!file.lines().isEmpty()) {
          var checksum = folder.write(file.name(), file::writeTo);
          describe(manifest.withArray("/files").addObject(), destination, file, checksum);
          left.addAll(book(destination, file, judged));
        }
      }
      if (left.isEmpty()) {
        return Optional.empty();
      }
      folder.write("manifest.json", to -> append(to, manifest.toPrettyString() + "\n"));
      stillOurs.run();
      store.write(
          ActivationTables.EXPORT,
          spark.createDataFrame(left, ActivationTables.EXPORT.schema()).coalesce(1));
      return Optional.of(folder.place());
    } finally {
      judged.unpersist();
    }
  }

  private void checkReady(Dataset<Row> audience) {
    var isRehearsal = not(col("status").equalTo(Status.READY.key()));
    if (settings.business().rehearsal() || !audience.where(isRehearsal).isEmpty()) {
      throw DataError.gate(
          ("the audience published for %s (run %s) is a rehearsal, which no destination accepts;"
                  + " set business.rehearsal = false and run that date again")
              .formatted(head.asOf(), head.runId().orElseThrow()));
    }
  }

  /** Rows of the audience with {@code left_out}, a rule id, and {@code granted_by}. */
  private Dataset<Row> judged(Dataset<Row> audience, List<String> destinations) {
    var rows = audience.where(col("destination").isin(destinations.toArray()));
    var permissions =
        permissions(rows)
            .select(
                col("subject_type"),
                col("subject_id"),
                col("channel"),
                col("allowed"),
                col("rule_id").as("exit_rule"),
                col("granted_by"));
    var isAllowed = coalesce(col("allowed"), lit(false));
    return rows.drop("rule_id")
        .join(permissions, PERMISSION, "left")
        .withColumn("exit_rule", coalesce(col("exit_rule"), lit("deny:unknown")))
        .withColumn(
            "left_out",
            when(not(isAllowed), col("exit_rule"))
                .when(not(col("arm").eqNullSafe(lit("treatment"))), "holdout"));
  }

  /** The gate as of now, for the people of the audience only. */
  private Dataset<Row> permissions(Dataset<Row> rows) {
    var subjects =
        Subjects.stage(settings.business().subject(), published.frame().clocks())
            .run(published)
            .get(IdentityTables.SUBJECT)
            .join(rows.select("subject_id").distinct(), new String[] {"subject_id"}, "left_semi");
    var tables =
        new Gate.Tables(
            subjects,
            published.own(IdentityTables.LINK),
            published.read(SourceTables.CONSENT),
            published.read(SourceTables.SUPPRESSION),
            published.read(SourceTables.PARTY));
    return Gate.permissions(tables, Permissions.gate(settings), frame.clocks().knownAt());
  }

  private AudienceFile file(String destination, Dataset<Row> judged) {
    var to = settings.destinations().get(destination);
    var file = new AudienceFile(destination, to, settings.identity().country());
    var ofDestination = judged.where(col("destination").equalTo(destination));
    ofDestination
        .where(col("left_out").isNotNull())
        .groupBy("left_out")
        .count()
        .collectAsList()
        .forEach(row -> file.leaveOut(row.getString(0), row.getLong(1)));
    var fields = new TreeSet<String>();
    to.exported().stream()
        .map(ExportColumn::from)
        .filter(from -> !ExportColumn.OF_THE_ROW.contains(from))
        .forEach(fields::add);
    var rows =
        ExportValues.of(
            ofDestination.where(col("left_out").isNull()),
            List.copyOf(fields),
            ExportFields.compared(settings.sources()),
            new ExportValues.Tables(
                published.own(IdentityTables.LINK),
                published.own(IdentityTables.GOLDEN_RECORD),
                published.read(VaultTables.VAULT),
                published.read(SourceTables.PARTY)));
    var all = rows.orderBy("decision_id").toLocalIterator();
    while (all.hasNext()) {
      var row = all.next();
      file.add(rowKey(), row.getAs("decision_id"), row.getAs("offer"), from -> value(row, from));
    }
    file.dropSmall(to.minimumAudience().orElse(settings.policy().minimumAudience()));
    return file;
  }

  private String value(Row row, String from) {
    return switch (from) {
      case "offer", "channel" -> row.getAs(from);
      case "as-of" -> head.asOf().toString();
      default -> row.getAs(ExportValues.column(from));
    };
  }

  /** Tells nothing of the row, and nothing of another export. */
  private String rowKey() {
    var bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void report(String destination, AudienceFile file, Dataset<Row> judged) {
    long in = judged.where(col("destination").equalTo(destination)).count();
    lines.accept("exit: %s: %,d rows of the audience".formatted(destination, in));
    file.leftOut()
        .forEach(
            (rule, rows) -> lines.accept("exit: %s: -%,d %s".formatted(destination, rows, rule)));
    lines.accept("exit: %s: %,d rows leave".formatted(destination, file.lines().size()));
  }

  private List<Row> book(String destination, AudienceFile file, Dataset<Row> judged) {
    var keys = new HashMap<String, String>();
    file.lines().forEach(line -> keys.put(line.decisionId(), line.rowKey()));
    return judged
        .where(col("destination").equalTo(destination))
        .select("decision_id", "channel", "subject_type", "subject_id", "exit_rule")
        .collectAsList()
        .stream()
        .filter(row -> keys.containsKey(row.getString(0)))
        .map(
            row ->
                RowFactory.create(
                    frame.runId(),
                    keys.get(row.getString(0)),
                    destination,
                    row.getString(1),
                    file.name(),
                    java.sql.Date.valueOf(head.asOf()),
                    head.runId().orElseThrow(),
                    row.getString(2),
                    row.getString(3),
                    row.getString(0),
                    row.getString(4),
                    Timestamp.from(frame.clocks().knownAt())))
        .toList();
  }

  private ObjectNode manifest() {
    return JSON.createObjectNode()
        .put("export_id", frame.runId())
        .put("as_of", head.asOf().toString())
        .put("run_id", head.runId().orElseThrow())
        .put("known_at", frame.clocks().knownAt().toString())
        .put("product_version", productVersion);
  }

  private void describe(ObjectNode node, String destination, AudienceFile file, String checksum) {
    var to = settings.destinations().get(destination);
    node.put("destination", destination)
        .put("channel", to.channel())
        .put("file", file.name())
        .put("rows", file.lines().size())
        .put("sha256", checksum);
    file.heads().forEach(node.putArray("columns")::add);
    var leftOut = node.putObject("left_out");
    file.leftOut().forEach(leftOut::put);
  }

  private static void append(Appendable to, String text) {
    try {
      to.append(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where exports of a lake lie unless somebody says otherwise: beside it. */
  public static String besideLake(Lake lake) {
    return new Path(lake.root().getParent(), lake.root().getName() + "-exports").toString();
  }
}
