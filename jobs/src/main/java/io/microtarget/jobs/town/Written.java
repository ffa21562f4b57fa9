package io.microtarget.jobs.town;

/**
 * A file of the town as it was written.
 *
 * @param file path below the town's folder
 * @param rows raw records, without the header
 * @param sha256 of the file as it stands on the disk
 */
public record Written(String file, long rows, long bytes, String sha256) {}
