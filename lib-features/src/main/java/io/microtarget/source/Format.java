package io.microtarget.source;

/** Raw file formats. */
public enum Format {
  /** Columns with types. */
  PARQUET,
  /** Lines of values between delimiters. */
  CSV,
  /** An object a line, or one array of objects. */
  JSON,
  /** Lines that fit a regular expression with named groups. */
  LOG
}
