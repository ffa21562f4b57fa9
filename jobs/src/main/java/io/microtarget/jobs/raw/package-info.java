/**
 * Files of records as Spark reads them here: every record with its file, its offset and its order,
 * in one pass.
 *
 * <p>In: paths (globs, archives, packed files). Out: {@link io.microtarget.jobs.raw.RawFile}s with
 * their checksum, and a Spark source of their records, {@link io.microtarget.jobs.raw.RawSource}.
 *
 * <p>Choice: Spark's own text source gives neither line number nor offset, replaces bytes that do
 * not fit the charset in silence, and knows no archives. So the records are cut out here. Values
 * that are asked for are read from the bytes: of CSV by cutting a record at its delimiters, or,
 * where it has quotes inside values, by the parser that Spark uses; of JSON by a parser of bytes,
 * or, where lists or whole objects are asked for, by {@code from_json}. A <a
 * href="https://spark.apache.org/docs/latest/api/java/org/apache/spark/sql/connector/read/package-summary.html">batch
 * source</a> instead of an RDD, since rows of it need no conversion.
 */
package io.microtarget.jobs.raw;
