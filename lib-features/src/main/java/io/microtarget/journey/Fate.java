package io.microtarget.journey;

/** What becomes of a row; the order is that of the columns of the table of counts. */
public enum Fate {
  KEPT,
  SAID_MACHINE,
  BUSY_MACHINE,
  DOUBLED,
  TIMELESS,
  OF_STRANGER
}
