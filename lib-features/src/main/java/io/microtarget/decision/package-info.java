/**
 * Who gets which offer through which channel under budget, capacity, permission, holdout and
 * contact policy; who does not, and why.
 *
 * <p>In: scores, permissions, past contacts, subjects. Out: {@link
 * io.microtarget.decision.DecisionTables#DECISION} (every candidate with its outcome), {@link
 * io.microtarget.decision.DecisionTables#HOLDOUT} (drawn once per subject) and {@link
 * io.microtarget.decision.DecisionTables#WATERFALL} (how many are left after each step).
 *
 * <p>Choice: greedy by expected value per unit of cost. One channel has one cost, so that with one
 * channel the greedy choice is the best there is, and with several it misses the best by less than
 * the value of one contact; an integer programme would not repay its solver. See <a
 * href="https://doi.org/10.1287/opre.5.2.266">Dantzig, Discrete-Variable Extremum Problems,
 * Operations Research 5(2), 1957</a>.
 */
package io.microtarget.decision;
