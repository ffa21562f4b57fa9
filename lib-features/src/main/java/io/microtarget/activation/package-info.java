/**
 * From decisions to the lists that leave the house.
 *
 * <p>In: decisions and permissions. Out: {@link
 * io.microtarget.activation.ActivationTables#AUDIENCE}, one row per destination and chosen
 * decision.
 *
 * <p>Choice: the permission is checked here a second time, at the exit, and a row without one stops
 * the run instead of being left out quietly, because then a decision was made on something else
 * than the permissions of this run. Audiences are small only by mistake or to single somebody out,
 * so one below the minimum size is empty. See <a
 * href="https://support.google.com/google-ads/answer/7476585">the smallest list a large platform
 * serves</a>.
 */
package io.microtarget.activation;
