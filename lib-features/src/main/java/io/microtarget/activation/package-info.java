/**
 * From decisions to the lists that leave the house.
 *
 * <p>In: decisions and permissions; at the exit the vault. Out: {@link
 * io.microtarget.activation.ActivationTables#AUDIENCE}, one row per destination and chosen
 * decision.
 *
 * <p>Choice: the permission is checked here a second time, at the exit, and a row without one stops
 * the run instead of being left out quietly, because then a decision was made on something else
 * than the permissions of this run. Audiences are small only by mistake or to single somebody out,
 * so one below the minimum size is empty.
 *
 * <p>What leaves has a type: a phone number, a hash or a day fits its pattern as a whole and stays
 * as it is, and only free text is made harmless for spreadsheets. Escaping everything would break
 * phone numbers, escaping nothing is how a name becomes a formula. Clear values are those of the
 * record that agreed ({@link io.microtarget.activation.ExportValues}). See <a
 * href="https://support.google.com/google-ads/answer/7476585">the smallest list a large platform
 * serves</a>.
 */
package io.microtarget.activation;
