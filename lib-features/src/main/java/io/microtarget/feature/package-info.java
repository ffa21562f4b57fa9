/**
 * Features: what was known of a subject at a moment, declared as data in the settings.
 *
 * <p>In: {@code subject}, {@code link} and the event tables that the declarations name. Out: {@link
 * io.microtarget.feature.FeatureTables#FEATURE}, one row per subject at {@code as_of}; {@link
 * io.microtarget.feature.FeatureTables#FEATURE_HISTORY}, the same at the first days of the months
 * before ({@code Moments}); {@link io.microtarget.feature.FeatureTables#FEATURE_DEFINITION}, what
 * each means and whether it is of use; and between the stages {@link
 * io.microtarget.feature.FeatureTables#OCCASION}, one row per subject and moment, per candidate of
 * today and per past contact at its own day, with its outcome.
 *
 * <p>The walk: {@link io.microtarget.feature.Features} checks the declarations ({@code Declared};
 * {@code Available} says which columns there are) and asks the data for the values it was not told
 * ({@code Tops}). {@code Assembly} puts all side by side: {@code Events} leaves out what journeys
 * leave out ({@link io.microtarget.journey.Genuine}) and gives rows their subject and their
 * dimensions ({@code DimensionJoin}, {@code AsOf}, {@code Made}); {@code Compiled} finds what
 * features share; {@code Tall} brings the rows of all tables together, sorted, and {@code Sweep}
 * goes over them once, each {@code Cell} with its {@code Memory}; {@link
 * io.microtarget.feature.Packed} is how the numbers of a moment travel on. What campaigns, pairs
 * and everyone say stays SQL ({@code Affinity}, {@code Totals}, {@code Distincts}), {@code Derived}
 * computes features from features. {@link io.microtarget.feature.Dictionary} is the stage after it.
 *
 * <p>Choice: one pass over the rows of a subject instead of conditional aggregates, so that many
 * features and many moments share one scan, one exchange and one sort. A feature is an expression
 * and an aggregate, never code: the same declaration can later run on a stream. At every moment a
 * household is that of today: {@code membership} says since which run people are known to live
 * together, not since when they do, so that before the first run there would be no households.
 *
 * <p>Point-in-time joins: <a
 * href="https://docs.feast.dev/getting-started/concepts/point-in-time-joins">Feast, Point-in-time
 * joins</a>.
 */
package io.microtarget.feature;
