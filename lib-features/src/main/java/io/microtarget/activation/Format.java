package io.microtarget.activation;

/** How an audience file is written. */
public enum Format {
  CSV,
  JSON
}
