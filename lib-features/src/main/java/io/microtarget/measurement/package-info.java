/**
 * What happened after people were contacted.
 *
 * <p>In: {@link io.microtarget.scoring.ScoringTables#BACKTEST_SCORE}, {@link
 * io.microtarget.source.SourceTables#CAMPAIGN} and {@link
 * io.microtarget.source.SourceTables#PURCHASE}. Out: {@link
 * io.microtarget.measurement.MeasurementTables#PAST_CAMPAIGN}.
 *
 * <p>Choice: past contacts were chosen by somebody for a reason, not drawn at random, so rates and
 * spend are described by decile of a score that was made before the contact, with intervals, and no
 * word of a cause. Rates have Wilson's interval: it stays between 0 and 1 and holds its level where
 * responders are few, unlike rate plus or minus two standard errors.
 *
 * @see <a
 *     href="https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C857::AID-SIM777%3E3.0.CO;2-E">
 *     Newcombe 1998, Two-sided confidence intervals for the single proportion</a>
 */
package io.microtarget.measurement;
