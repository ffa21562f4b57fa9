/**
 * Musterstadt: a made-up town with known truth.
 *
 * <p>In: a number of persons, a seed, parameters. Out: a folder with the raw files of a business,
 * each source in another convention, the truth apart from them, and {@code town.json}, which names
 * the generator's version, the seed, the parameters and every file with rows and SHA-256.
 *
 * <p>Choices. Everything is drawn from streams named by seed, subject and purpose, never from one
 * that is shared, so files are byte-equal whatever the number of threads. The town is made quarter
 * by quarter (128 households) and written in their order, so memory does not grow with it. Plain
 * Java: nothing of the product helps to make what the product is judged by. Formulas and all
 * parameters stand on the model page, {@code conf/town/MODEL.md}.
 */
package io.microtarget.jobs.town;
