/**
 * From a settings file to checked records, with every problem reported at once.
 *
 * <p>In: one HOCON file that includes {@code reference}, and the {@code --set} pairs of the command
 * line. Out: the root record given to {@link io.microtarget.jobs.settings.Loader}, or one {@link
 * io.microtarget.table.SettingsError} with a line a problem: key, value, what is allowed, file and
 * line.
 *
 * <p>Choices. Keys are the kebab-case names of the record components, so a record is its own
 * schema. Java holds no default: they stand in {@code conf/reference.conf}; what every entry of a
 * named map has in common stands there under {@code defaults} and the path of the map, such as
 * {@code defaults.sources { format = parquet }}. An absent list or map is empty, an absent {@code
 * Optional} is empty, anything else absent is a problem. Maps are in the order of their keys, so
 * that moving a block inside the file changes nothing. {@code ${name}} takes values of the file
 * only, never of the environment; secrets come by quoted references, {@code "${env:NAME}"} and
 * {@code "${file:/path}"}.
 *
 * @see <a href="https://github.com/lightbend/config/blob/main/HOCON.md">HOCON</a>
 */
package io.microtarget.jobs.settings;
