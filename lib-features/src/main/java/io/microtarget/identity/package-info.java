/**
 * Who is who: the subjects (persons, households or accounts) that a run is about.
 *
 * <p>In: source records and {@code membership}. Out: {@link
 * io.microtarget.identity.IdentityTables#LINK}, {@link
 * io.microtarget.identity.IdentityTables#SUBJECT}, and {@link
 * io.microtarget.identity.Subjects#resolve} by which every later room finds the subject of a row.
 *
 * <p>Choice: a record stands for itself until an exact identifier or a membership says otherwise,
 * so that the chain runs before any linking was done. Both are read as of the run's date, not as of
 * each row's: past rows of somebody who moved count for where they live now.
 *
 * <p>{@code Matching} compares records field by field and weighs the evidence; it is tested on its
 * own and no stage uses it yet.
 *
 * <p>Temporal validity as half-open periods: <a
 * href="https://www2.cs.arizona.edu/~rts/tdbbook.pdf">Snodgrass, Developing Time-Oriented Database
 * Applications in SQL</a>.
 */
package io.microtarget.identity;
