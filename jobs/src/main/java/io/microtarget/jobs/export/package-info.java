/**
 * What leaves the house: files for destinations, and the book of who was in them.
 *
 * <p>In: the audience of a publication, the gate asked anew, clear values of the vault. Out: one
 * folder an export, and rows of {@link io.microtarget.activation.ActivationTables#EXPORT}. The rows
 * are committed before the folder gets its name: what may have left is on record, so that it can be
 * called back.
 */
package io.microtarget.jobs.export;
