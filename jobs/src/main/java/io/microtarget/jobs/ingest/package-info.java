/**
 * From files to typed tables: what was delivered, what is new, where every raw row went.
 *
 * <p>In: the source blocks of the settings. Out: event rows, quarantine, vault, and one ledger
 * commit that makes all new deliveries of a run visible together.
 *
 * <p>Choice: a file is known by its content (SHA-256), so an unchanged file is never read again and
 * a copy of it counts as duplicates. Sources are read two at a time: on a small machine one large
 * file would otherwise leave a core idle.
 */
package io.microtarget.jobs.ingest;
