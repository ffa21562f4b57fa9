/**
 * From files to typed tables: what was delivered, what is new, where every raw row went.
 *
 * <p>In: the source blocks of the settings. Out: event rows, quarantine, vault, and one ledger
 * commit that makes all new deliveries of a run visible together.
 *
 * <p>Choice: a file is known by its content (SHA-256), so a copy of it counts as duplicates. One of
 * the same name, size and time is not read again; an archive is unpacked to know what is in it.
 * Sources are read two at a time: on a small machine one large file would otherwise leave a core
 * idle.
 */
package io.microtarget.jobs.ingest;
