/**
 * Journeys: where, when, through which channel and about what a subject and the business met.
 *
 * <p>In: {@code subject}, {@code link} and the event tables of every kind that tells of a meeting
 * ({@link io.microtarget.journey.Touchpoint} says which, and which expression gives which column).
 * Out: {@link io.microtarget.journey.JourneyTables#TOUCHPOINT}, in the order of time, with sessions
 * and gaps, {@link io.microtarget.journey.JourneyTables#OPEN_CART} and {@link
 * io.microtarget.journey.JourneyTables#JOURNEY_COUNT}, what was left out.
 *
 * <p>The walk: {@link io.microtarget.journey.Touchpoints} brings the rows of all kinds to the same
 * few columns, gives them their subject and sorts them, in one shuffle; {@code Walk} goes over the
 * rows of a subject once, {@link io.microtarget.journey.Sieve} leaves out machines ({@link
 * io.microtarget.journey.Machines}) and steps that came twice ({@link
 * io.microtarget.journey.Doubles}), for features as well ({@link io.microtarget.journey.Genuine});
 * {@code Sessions} and {@code Carts} read its touchpoints in order.
 *
 * <p>Choice: order matters here, so that it is plain Java over sorted rows, not window functions: a
 * window for each of machines, doubles, baskets and sessions would sort the same rows four times.
 * Whatever is left out is decided within a record and a day: what comes later changes nothing
 * before it.
 *
 * <p>Sessions: <a href="https://support.google.com/analytics/answer/9191807">Google Analytics,
 * About sessions</a>.
 */
package io.microtarget.journey;
