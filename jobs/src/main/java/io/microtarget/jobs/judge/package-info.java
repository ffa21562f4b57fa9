/**
 * What a publication says beside what is true.
 *
 * <p>In: published tables, the vault's key, and a folder or file of the truth. Out: figures with
 * intervals, in words and in JSON.
 *
 * <p>Choice: the chain never reads the truth, so that a figure cannot flatter itself; the judge
 * reads both and writes nothing into the lake. It judges what is published, not how it was made:
 * what no table says yet is named, and left out. Figures of a made-up town hold for that version of
 * its generator and that seed, which stand beside them.
 */
package io.microtarget.jobs.judge;
