package io.microtarget.identity;

import java.util.function.Predicate;

/**
 * One degree of agreement between two values.
 *
 * @param label as a report writes it
 * @param holds asked of two values that differ, after the levels before it said no
 */
record Level(String label, Predicate<Likeness> holds) {}
