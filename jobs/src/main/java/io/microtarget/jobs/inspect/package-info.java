/**
 * From unknown raw files to a draft of settings.
 *
 * <p>In: files, folders or archives of any format. Out: the text of a settings file that runs, with
 * comments that say what was guessed and what was not understood.
 *
 * <p>Choice: what a file is, its content says, never its ending; names of columns are understood by
 * a table of synonyms over the columns of all kinds ({@code SourceTables.kinds()}), so that a new
 * kind is proposed as soon as it is there. Only what the sample fulfils is proposed as a typed
 * column, so that the draft runs; the rest becomes an attribute, a personal one wherever a value or
 * a name looks like a person's.
 */
package io.microtarget.jobs.inspect;
