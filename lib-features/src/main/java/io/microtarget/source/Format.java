package io.microtarget.source;

/** Raw file formats. */
public enum Format {
  PARQUET,
  CSV,
  JSON
}
