/**
 * Features: what was known of a subject at a moment, declared as data in the settings.
 *
 * <p>In: {@code subject}, {@code link} and the event tables that the declarations name. Out: {@link
 * io.microtarget.feature.FeatureTables#FEATURE}, one row per subject at {@code as_of}, and {@link
 * io.microtarget.feature.FeatureTables#OCCASION}, one row per past contact (at its own day, with
 * its outcome) and per candidate of today.
 *
 * <p>The walk: {@link io.microtarget.feature.Features} checks the declarations ({@code Declared})
 * and groups them by the rows they share; {@code Events} gives those rows their subject and their
 * dimensions, {@code Affinity} keeps those that have to do with a campaign; {@code Totals} and
 * {@code Distincts} aggregate; {@code Derived} computes features from features; {@code Assembly}
 * puts all side by side.
 *
 * <p>Choice: rows are first reduced to one a subject and day, and only those few are joined with
 * the moments after them, so many moments cost little more than one. A feature is an expression and
 * an aggregate, never code: the same declaration can later run on a stream. Subject features are
 * kept between the writes of the two tables, because both read them.
 *
 * <p>Point-in-time joins: <a
 * href="https://docs.feast.dev/getting-started/concepts/point-in-time-joins">Feast, Point-in-time
 * joins</a>.
 */
package io.microtarget.feature;
