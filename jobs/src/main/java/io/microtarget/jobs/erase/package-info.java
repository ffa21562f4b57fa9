/**
 * Erasure: what a person asked to be forgotten is forgotten everywhere, and stays so.
 *
 * <p>In: requests that name people by an identifier, a native id or a record id. Out: {@link
 * io.microtarget.privacy.PrivacyTables#TOMBSTONE} first, then nothing of them in any table of the
 * catalogue, removal files for destinations, and the certificate ({@link
 * io.microtarget.privacy.PrivacyTables#ERASURE}).
 *
 * <p>Choice: from the tombstones on, all work follows from them and not from the request. So an
 * erasure that was killed anywhere is completed by the next one, whoever it is about, and what came
 * back by a way nobody thought of goes too (GDPR, article 17(1)).
 */
package io.microtarget.jobs.erase;
