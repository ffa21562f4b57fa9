/**
 * The border behind which clear personal values stay.
 *
 * <p>In: native ids and personal attributes of source rows. Out: keyed pseudonyms ({@link
 * io.microtarget.vault.Pseudonym}) for every other room, and {@link
 * io.microtarget.vault.VaultTables#VAULT}, the only table with clear values.
 *
 * <p>Choice: HMAC-SHA-256 with a key of the business instead of a plain hash, because a plain hash
 * of a phone number or a customer number is undone by trying them all. See RFC 2104.
 */
package io.microtarget.vault;
