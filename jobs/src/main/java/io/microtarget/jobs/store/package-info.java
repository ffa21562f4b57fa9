/**
 * The lake: Delta tables under one root on any Hadoop file system, and the switch between runs.
 *
 * <p>In: conformed tables of the stages. Out: the same tables for the stages after them, and one
 * {@code publication} commit that makes a whole run visible.
 *
 * <p>Choice: a run appends partitions of its own ({@code as_of, run_id}) and never touches those of
 * others; nothing is read by table version, because Delta refuses versions older than a week. See
 * the decision note on publication.
 */
package io.microtarget.jobs.store;
