package io.microtarget.jobs.raw;

import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The records of one task, in the columns of {@link RawSource}. */
final class RawReader implements PartitionReader<InternalRow> {
  private static final String VALUE = "_value_";

  private final Deque<RawScan.Part> parts;
  private final RecordFormat format;
  private final Configuration hadoop;
  private final String[] names;
  private final GenericInternalRow row;
  private final int[] numbers;
  private final Optional<Values> values;

  private Records records;
  private Archive archive;
  private Map<String, Delivered> members = Map.of();
  private Delivered file;
  private UTF8String delivery;
  private UTF8String content;
  private long end;
  private long index;
  private boolean isHeaderDue;

  RawReader(
      List<RawScan.Part> parts,
      StructType columns,
      RecordFormat format,
      Wanted wanted,
      Configuration hadoop) {
    this.parts = new ArrayDeque<>(parts);
    this.names = columns.fieldNames();
    this.row = new GenericInternalRow(names.length);
    this.format = format;
    this.hadoop = hadoop;
    this.numbers = Arrays.stream(names).mapToInt(RawReader::number).toArray();
    this.values = wanted.reader(Arrays.stream(numbers).filter(n -> n >= 0).toArray());
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (true) {
        if (records == null && !open()) {
          return false;
        }
        if (!records.next() || records.offset() >= end) {
          closeRecords();
          continue;
        }
        var isBlank = records instanceof Lines lines && lines.isBlank();
        if (isHeaderDue) {
          isHeaderDue = isBlank;
          continue;
        }
        index++;
        if (!isBlank && records.offset() >= file.from()) {
          fill();
          return true;
        }
      }
    } catch (UnreadableFile e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableFile(file == null ? "archive" : file.file().name(), e);
    }
  }

  private static int number(String column) {
    return column.startsWith(VALUE) ? Integer.parseInt(column.substring(VALUE.length())) : -1;
  }

  private void fill() {
    var text = records.text();
    var fault = records.fault();
    var read = fault.isEmpty() ? values : Optional.<Values>empty();
    if (read.isPresent() && !read.get().read(text.getBytes())) {
      fault = Optional.of(read.get().fault());
    }
    for (int i = 0; i < names.length; i++) {
      row.update(
          i,
          switch (names[i]) {
            case "_line" -> text;
            case "_fault" -> fault.map(UTF8String::fromString).orElse(null);
            case "_offset" -> records.offset();
            case "_row_index" -> index - 1;
            case "_delivery" -> delivery;
            case "_content" -> content;
            default -> read.isPresent() ? read.get().values()[numbers[i]] : null;
          });
    }
  }

  /** Goes to the next file; false if there is none. */
  private boolean open() throws IOException {
    while (archive != null) {
      var member = archive.next();
      if (member.isEmpty()) {
        archive.close();
        archive = null;
      } else if (members.containsKey(member.get())) {
        begin(members.get(member.get()), 0);
        read(archive.member());
        return true;
      }
    }
    var part = parts.poll();
    if (part == null) {
      return false;
    }
    end = part.end();
    var first = part.files().get(0);
    if (first.file().inArchive()) {
      end = Long.MAX_VALUE;
      file = first;
      members = new LinkedHashMap<>();
      part.files().forEach(m -> members.put(m.file().member(), m));
      archive = Archive.of(Head.open(first.file().path(), hadoop), first.file().fileOfArchive());
      return open();
    }
    begin(first, part.start());
    if (part.start() == 0) {
      read(Head.open(first.file().path(), hadoop));
    } else {
      readFrom(part.start());
    }
    return true;
  }

  private void begin(Delivered next, long start) {
    file = next;
    delivery = UTF8String.fromString(next.deliveryId());
    content = UTF8String.fromString(next.file().content());
    index = 0;
    isHeaderDue = next.hasHeader() && start == 0;
  }

  private void read(java.io.InputStream in) throws IOException {
    var opened = Opened.of(in, file.file().fileName(), format, hadoop);
    var isDocument = format.isJson() && file.isDocument();
    records = Head.records(new PushbackInputStream(opened.in()), opened, isDocument);
  }

  /** Begins behind the line break at or behind the byte before the place. */
  private void readFrom(long start) throws IOException {
    var path = new Path(file.file().path());
    var in = path.getFileSystem(hadoop).open(path);
    in.seek(start - 1);
    records = new Lines(in, start - 1, format);
    records.next();
  }

  private void closeRecords() throws IOException {
    records.close();
    records = null;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    if (records != null) {
      records.close();
    }
    if (archive != null) {
      archive.close();
    }
  }
}
