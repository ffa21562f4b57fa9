package io.microtarget.table;

/**
 * Who declared a block of the settings. A component of this type is no key: the loader fills it in.
 */
public enum Origin {
  /** It stands in {@code reference.conf}: every business has it, and nobody asked for it. */
  DEFAULT,

  /** The business wrote it, or changed something of it. */
  BUSINESS
}
