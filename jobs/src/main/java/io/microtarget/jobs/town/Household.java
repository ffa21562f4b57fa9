package io.microtarget.jobs.town;

/**
 * People who live together.
 *
 * @param number from 0
 * @param landline digits behind 0049 that all of them may give
 * @param home where they live at the end
 * @param before where they lived before {@code movedOn}; the same place if they never moved
 * @param movedOn day, or {@link Person#NEVER}
 */
record Household(int number, String landline, Place home, Place before, int movedOn) {
  Place homeOn(int day) {
    return movedOn != Person.NEVER && day < movedOn ? before : home;
  }
}
