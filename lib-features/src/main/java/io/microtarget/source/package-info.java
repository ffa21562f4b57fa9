/**
 * Raw rows of any source become typed rows of one kind, and every raw row is accounted for.
 *
 * <p>In: raw rows as a file format gives them, and the {@link io.microtarget.source.SourceSettings}
 * of their source. Out: the event tables of {@link io.microtarget.source.SourceTables}, the
 * quarantine, and a {@link io.microtarget.source.Balance} per delivered file: in = kept + filtered
 * + quarantined + duplicates + late.
 *
 * <p>Choice: each raw row gets one status and, if it broke one, the id of the first rule it broke;
 * casts are {@code try_cast}, because Spark's ANSI mode would stop the job and print the value.
 */
package io.microtarget.source;
