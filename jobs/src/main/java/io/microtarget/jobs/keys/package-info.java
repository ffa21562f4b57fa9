/**
 * A new key for a lake that has one.
 *
 * <p>In: a lake and its key file. Out: the same lake under other pseudonyms, and the key file with
 * one key more.
 *
 * <p>Choice: keys form a chain ({@link io.microtarget.vault.Pseudonym}). A pseudonym is renewed
 * from the pseudonym itself, so that no clear value is read, records without one (lines of a file
 * that has no ids) are renewed too, and the raw files may be gone. The price is one block of AES
 * for each re-keying there was, wherever an id is pseudonymised. NIST SP 800-57 part 1, revision 5,
 * section 5.3, says when a key is to be changed.
 */
package io.microtarget.jobs.keys;
