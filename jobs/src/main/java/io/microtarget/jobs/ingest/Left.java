package io.microtarget.jobs.ingest;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * A Parquet file beside the result of a task, there only if the task succeeded.
 *
 * <p>A task that is tried again, or that ran twice, leaves its rows twice: readers make them
 * distinct.
 */
final class Left implements Serializable {
  /** {@code row_index} and {@code rule} of a row that was put aside, else null. */
  static final StructType SCHEMA =
      StructType.fromDDL(
          "record_id STRING, source STRING, field STRING, value STRING, delivery_id STRING,"
              + " row_index BIGINT, rule STRING");

  private static final long serialVersionUID = 1L;
  private static final long ROW_GROUP = 8L << 20;
  private static final MessageType TYPE =
      MessageTypeParser.parseMessageType(
          "message left { optional binary record_id (STRING); optional binary source (STRING);"
              + " optional binary field (STRING); optional binary value (STRING);"
              + " optional binary delivery_id (STRING); optional int64 row_index;"
              + " optional binary rule (STRING); }");

  private final String folder;
  private final String source;
  private final Broadcast<SerializableConfiguration> hadoop;
  private transient Open open;

  /**
   * @param folder where the files go
   * @param source whose rows they are
   */
  Left(String folder, String source, Broadcast<SerializableConfiguration> hadoop) {
    this.folder = folder;
    this.source = source;
    this.hadoop = hadoop;
  }

  /** A clear value for the vault. */
  void value(String recordId, String field, String value, String deliveryId) {
    write(new Object[] {recordId, source, field, value, deliveryId, null, null});
  }

  /** A row that broke a rule; its payload goes into the vault. */
  void aside(
      String recordId, String field, String payload, String deliveryId, long at, String why) {
    write(new Object[] {recordId, source, field, payload, deliveryId, at, why});
  }

  private void write(Object[] row) {
    try {
      if (open == null) {
        open = Open.in(folder, hadoop.value().value());
      }
      open.writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values in the order of the schema. */
  private static final class Values extends WriteSupport<Object[]> {
    private RecordConsumer out;

    @Override
    public WriteContext init(Configuration hadoop) {
      return new WriteContext(TYPE, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Object[] row) {
      out.startMessage();
      for (int i = 0; i < row.length; i++) {
        if (row[i] != null) {
          var name = TYPE.getFieldName(i);
          out.startField(name, i);
          if (row[i] instanceof Long number) {
            out.addLong(number);
          } else {
            out.addBinary(Binary.fromString((String) row[i]));
          }
          out.endField(name, i);
        }
      }
      out.endMessage();
    }
  }

  private static final class File extends ParquetWriter.Builder<Object[], File> {
    private File(OutputFile file) {
      super(file);
    }

    @Override
    protected File self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(Configuration hadoop) {
      return new Values();
    }
  }

  private static final class Open implements TaskCompletionListener {
    private final Configuration hadoop;
    private final Path written;
    private final Path whole;
    private final ParquetWriter<Object[]> writer;

    private Open(Configuration hadoop, Path written, Path whole) throws IOException {
      this.hadoop = hadoop;
      this.written = written;
      this.whole = whole;
      this.writer =
          new File(HadoopOutputFile.fromPath(written, hadoop))
              .withConf(hadoop)
              .withRowGroupSize(ROW_GROUP)
              // Hardly one comes twice.
              .withDictionaryEncoding("record_id", false)
              .withDictionaryEncoding("value", false)
              .withCompressionCodec(CompressionCodecName.ZSTD)
              .build();
    }

    static Open in(String folder, Configuration hadoop) throws IOException {
      var name = UUID.randomUUID() + ".parquet";
      var open = new Open(hadoop, new Path(folder, "_" + name), new Path(folder, name));
      TaskContext.get().addTaskCompletionListener(open);
      return open;
    }

    /** What begins with an underscore no reader sees. */
    @Override
    public void onTaskCompletion(TaskContext task) {
      try {
        writer.close();
        var files = written.getFileSystem(hadoop);
        if (task.isFailed() || task.isInterrupted()) {
          files.delete(written, false);
        } else if (!files.rename(written, whole)) {
          throw new IOException("a file of a task cannot be renamed");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
