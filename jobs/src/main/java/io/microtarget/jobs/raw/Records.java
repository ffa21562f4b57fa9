package io.microtarget.jobs.raw;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** The records of one file, one after the other. */
interface Records extends Closeable {
  /** What is wrong with a record that cannot be given as it stands, by rule id. */
  String TOO_LONG = "malformed:too-long";

  /** Bytes that are none of the charset. */
  String CHARSET = "malformed:charset";

  /** A byte 0, which no text has. */
  String NUL = "malformed:nul";

  /** Half of a pair of surrogates, which is no character. */
  String SURROGATE = "malformed:surrogate";

  /** More than one JSON text. */
  String JSON = "malformed:json";

  /** A quote without its end. */
  String QUOTE = "malformed:quote";

  /** Goes to the next record; false if there is none. */
  boolean next() throws IOException;

  /** Bytes before the record in the unpacked file. */
  long offset();

  /** The record; of one that is too long its beginning. */
  UTF8String text();

  /** A rule id if the record is not to be read. */
  Optional<String> fault();
}
