/**
 * All rooms in order: the one place that knows every stage and every table.
 *
 * <p>In: the {@link io.microtarget.pipeline.Settings} of one business. Out: the list of {@link
 * io.microtarget.pipeline.Pipeline#stages stages} a runner goes through, and the {@link
 * io.microtarget.pipeline.Catalog} of all tables.
 *
 * <p>Choice: a stage knows its tables, not its neighbours; that each reads only what an earlier one
 * made is checked here when the list is built.
 */
package io.microtarget.pipeline;
