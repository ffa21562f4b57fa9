/**
 * The frame every room stands in: what a table is, what a stage is, how files are reached, what an
 * error says.
 *
 * <p>In: nothing. Out: {@link io.microtarget.table.Table}, {@link io.microtarget.table.Stage}, the
 * {@link io.microtarget.table.Reader} and {@link io.microtarget.table.Writer} seams, safe {@link
 * io.microtarget.table.Expression}s and the content {@link io.microtarget.table.Checksum}.
 *
 * <p>Choice: a table's DDL is the contract. A stage sees only the tables it declares and its result
 * is conformed by name, type and non-null key before anything is written, so a mistake stops at the
 * room where it was made.
 */
package io.microtarget.table;
