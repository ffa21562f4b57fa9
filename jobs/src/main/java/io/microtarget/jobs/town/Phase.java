package io.microtarget.jobs.town;

import java.util.Locale;

/** How near somebody is to a purchase that is thought about. */
enum Phase {
  IDLE,
  LOOKING,
  DECIDING,
  BOUGHT,
  PAUSING;

  static final int COUNT = 5;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
