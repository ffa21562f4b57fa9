/**
 * Who may be written to, through which channel, and by which rule.
 *
 * <p>In: the subjects with the sources that know them, and the basis each source states in the
 * settings. Out: {@link io.microtarget.privacy.PrivacyTables#PERMISSION}, one row per subject and
 * channel.
 *
 * <p>Choice: default deny. A permission is never the absence of an objection; a source that states
 * no basis gives none, and a missing row reads as no. The basis stands beside the source because
 * the law asks for it where the data were collected (purpose limitation), not where they are used:
 * <a href="https://eur-lex.europa.eu/eli/reg/2016/679/oj">GDPR, articles 5(1)(b) and 6(1)</a>.
 */
package io.microtarget.privacy;
