/**
 * What a lake may not keep any longer.
 *
 * <p>In: the contracts of kinds and sources, and a day. Out: the lake without what is older than
 * they say, and a line a table of what went.
 *
 * <p>Choice: days are counted from the event of a row and not from the last one of its person. So a
 * retention needs nobody's history, says the same in every order of runs, and the clear values of a
 * person go when its last row does.
 */
package io.microtarget.jobs.retain;
