package io.microtarget.jobs.raw;

import java.io.Serializable;

/**
 * A file whose records are to be read.
 *
 * @param deliveryId stands in each of its records
 * @param from bytes of the unpacked file that were read in an earlier delivery; 0 for all of it
 * @param hasHeader whether its first record names the columns
 * @param isDocument whether it is one JSON text instead of lines, or begins with a mark of UTF-16
 */
public record Delivered(
    RawFile file, String deliveryId, long from, boolean hasHeader, boolean isDocument)
    implements Serializable {}
