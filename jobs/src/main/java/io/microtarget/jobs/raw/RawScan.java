package io.microtarget.jobs.raw;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Which task reads which part of which file. */
final class RawScan implements ScanBuilder, SupportsPushDownRequiredColumns, Scan, Batch {
  private static final long SMALLEST = 16L << 20;
  private static final long LARGEST = 128L << 20;

  private final List<Delivered> files;
  private final RecordFormat format;
  private final Wanted wanted;
  private StructType columns = RawSource.SCHEMA;

  RawScan(List<Delivered> files, RecordFormat format, Wanted wanted) {
    this.files = files;
    this.format = format;
    this.wanted = wanted;
  }

  /** Records of one file, or of the members of one archive, that begin in a span of bytes. */
  record Part(List<Delivered> files, long start, long end) implements Serializable {}

  record Parts(List<Part> parts) implements InputPartition {}

  @Override
  public Scan build() {
    return this;
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = required;
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    var context = SparkSession.active().sparkContext();
    var hadoop = context.hadoopConfiguration();
    var bytes = files.stream().mapToLong(f -> f.file().bytes() - f.from()).sum();
    var share = bytes / (2L * Math.max(1, context.defaultParallelism())) + 1;
    var size = Math.max(SMALLEST, Math.min(LARGEST, share));
    var tasks = new ArrayList<Parts>();
    var open = new ArrayList<Part>();
    long filled = 0;
    for (var part : parts(size, hadoop)) {
      open.add(part);
      filled += part.end() - part.start();
      if (filled >= size) {
        tasks.add(new Parts(List.copyOf(open)));
        open.clear();
        filled = 0;
      }
    }
    if (!open.isEmpty()) {
      tasks.add(new Parts(List.copyOf(open)));
    }
    return tasks.toArray(InputPartition[]::new);
  }

  private List<Part> parts(long size, Configuration hadoop) {
    var parts = new ArrayList<Part>();
    var archives = new LinkedHashMap<String, List<Delivered>>();
    for (var file : files) {
      if (file.file().inArchive()) {
        archives.computeIfAbsent(file.file().path(), p -> new ArrayList<>()).add(file);
      } else if (isCut(file, hadoop)) {
        for (long at = file.from(); at < file.file().bytes(); at += size) {
          parts.add(new Part(List.of(file), at, Math.min(at + size, file.file().bytes())));
        }
      } else {
        parts.add(new Part(List.of(file), 0, Long.MAX_VALUE / 4));
      }
    }
    archives
        .values()
        .forEach(
            members -> {
              var bytes = members.stream().mapToLong(m -> m.file().bytes()).sum();
              parts.add(new Part(List.copyOf(members), 0, bytes));
            });
    return parts;
  }

  private boolean isCut(Delivered file, Configuration hadoop) {
    var isNumbered = List.of(columns.fieldNames()).contains("_row_index");
    return !isNumbered
        && !format.isQuoted()
        && !file.isDocument()
        && format.endsLinesInBytes()
        && !Opened.isPacked(file.file().fileName(), hadoop);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    var hadoop = SparkSession.active().sparkContext().hadoopConfiguration();
    return new Factory(columns, format, wanted, new SerializableConfiguration(hadoop));
  }

  private record Factory(
      StructType columns, RecordFormat format, Wanted wanted, SerializableConfiguration hadoop)
      implements PartitionReaderFactory {
    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new RawReader(((Parts) partition).parts(), columns, format, wanted, hadoop.value());
    }
  }
}
