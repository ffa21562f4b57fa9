/**
 * Who will answer: a calibrated probability for each subject and offer, and honest evidence for it.
 *
 * <p>In: {@code occasion} (past contacts with their outcome and today's candidates, each with
 * features as of its own moment), {@code feature_list}, {@code feature_definition}. Out: {@code
 * score}, {@code evaluation}, {@code model_input}, {@code backtest_score}.
 *
 * <p>The walk: {@code FeatureChoice} says which features a model takes, {@code Treatment} learns
 * from the training part how they become inputs, {@code Selection} chooses the {@code Learner},
 * {@code Backtest} judges it, {@code ModelInputs} saves it.
 *
 * <p>Choice: everything is decided before the cut (penalty, kind of model, calibration) on folds by
 * subject and blocks of time; later contacts are read once, to judge. The regression is fitted on
 * the driver by Newton steps: a model of some dozen features needs no more than a sample of whole
 * subjects, takes milliseconds and gives the same bits on every run, where a distributed sum
 * depends on the partitioning. Boosted trees come from MLlib; a fit is hundreds of small Spark
 * jobs, so at most three are made (one to compare, one to judge, one to score).
 *
 * @see <a href="https://doi.org/10.1007/978-0-387-84858-7">Hastie, Tibshirani, Friedman: The
 *     Elements of Statistical Learning, chapter 7</a>
 */
package io.microtarget.scoring;
