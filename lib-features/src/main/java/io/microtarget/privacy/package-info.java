/**
 * Who may be written to, through which channel, and by which rule.
 *
 * <p>In: the subjects with the sources that know them, what their records said (consent), the lists
 * they stand on (suppression), the basis each source states in the settings, and the policy, a
 * table for people to read ({@code policy.txt}). Out: {@link
 * io.microtarget.privacy.PrivacyTables#PERMISSION}, one row per subject and channel, as known at a
 * moment: when an audience is built, and again when it leaves.
 *
 * <p>Choice: default deny, and the stricter of two. The decision is plain Java ({@link
 * io.microtarget.privacy.Verdicts}), so that it can be played through time for one person; the gate
 * ({@link io.microtarget.privacy.Gate}) only brings it the rows of each subject. The basis stands
 * beside the source because the law asks for it where the data were collected (purpose limitation),
 * not where they are used: <a href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR, articles
 * 5(1)(b) and 6(1)</a>.
 */
package io.microtarget.privacy;
