package io.microtarget.jobs.raw;

import org.apache.spark.unsafe.types.UTF8String;

/** Takes the values that are wanted out of one record after the other, without Spark's parsers. */
interface Values {
  /**
   * Reads a record.
   *
   * @param record in UTF-8; a value may be a slice of it
   * @return whether it is one of the format
   */
  boolean read(byte[] record);

  /** The values of the last record, each at its number; null where there is none. */
  UTF8String[] values();

  /** Rule id of a record that is none of the format. */
  String fault();
}
