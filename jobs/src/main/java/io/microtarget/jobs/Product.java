package io.microtarget.jobs;

/** What this program is. */
final class Product {
  /** The version of the pom; a test compares them. */
  static final String VERSION = "0.1.0";

  private Product() {}
}
