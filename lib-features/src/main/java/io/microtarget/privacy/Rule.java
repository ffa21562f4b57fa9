package io.microtarget.privacy;

import io.microtarget.source.LegalBasis;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One row of the policy: what a law says of the cases it covers, which are all combinations of its
 * words.
 *
 * @param id kebab-case; stands in permissions, audiences and the waterfall
 * @param jurisdiction ISO 3166 alpha-2, {@code EU}, or {@code any}
 * @param purposes of {@link io.microtarget.source.Basis#PURPOSES}
 * @param isAllowed whether a message may leave, if all needs are met
 * @param needs conditions that the basis of the source states, all of them
 * @param reference law and paragraph
 * @param isFromMemory nobody has read the law again for this row
 */
public record Rule(
    String id,
    String jurisdiction,
    List<String> purposes,
    Set<Medium> media,
    Set<PartyKind> parties,
    Set<LegalBasis> bases,
    boolean isAllowed,
    List<String> needs,
    String reference,
    boolean isFromMemory) {
  public Rule {
    purposes = List.copyOf(purposes);
    media = EnumSet.copyOf(media);
    parties = EnumSet.copyOf(parties);
    bases = EnumSet.copyOf(bases);
    needs = List.copyOf(needs);
  }
}
