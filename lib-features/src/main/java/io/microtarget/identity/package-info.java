/**
 * Who is who: persons and households, by lasting ids, with the evidence for each link.
 *
 * <p>In: records of kind party with keyed hashes of identifiers, and what the vault has of them to
 * be compared. Out: {@link io.microtarget.identity.IdentityTables#LINK} by which every later room
 * finds the subject of a row ({@link io.microtarget.identity.Subjects#resolve}), the pairs and
 * weights behind it, households, golden records, {@link
 * io.microtarget.identity.IdentityTables#SUBJECT}.
 *
 * <p>The way of a record: one spelling of each value ({@code Spelling}), blocks of records that may
 * be one person ({@code Blocking}), levels of agreement field by field ({@code Comparison}),
 * weights estimated without labels from counts of agreement patterns ({@code ModelFit}), a
 * threshold at which the links are expected to be right ({@code Threshold}), persons without chains
 * of weak links ({@code Clusters}), an id that lasts ({@code Links}).
 *
 * <p>Choice: what nobody declared to be compared is linked by exact identifiers only, and a record
 * without any stands for itself, so that the chain runs before any linking was done. Links are read
 * as of the run's date, not as of each row's: past rows of somebody who moved count for where they
 * live now.
 *
 * <p>Fellegi, Sunter, A Theory for Record Linkage, JASA 64 (1969). Christen, Data Matching, 2012.
 */
package io.microtarget.identity;
