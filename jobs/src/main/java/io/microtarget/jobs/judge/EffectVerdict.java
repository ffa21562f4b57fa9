package io.microtarget.jobs.judge;

import java.util.List;
import java.util.TreeMap;

/**
 * What contacts change. The product publishes no effect yet; judged is whether its lake holds what
 * is needed to find one: the mean answer of those who were contacted less that of those who were
 * left alone, by the inverse of the logged probabilities ({@link WeightedMean}), beside the mean
 * true effect on the same persons.
 */
final class EffectVerdict {
  private EffectVerdict() {}

  /**
   * A contact of a campaign that drew its arms by lot, as the lake has it.
   *
   * @param isTreated whether it was sent
   * @param probability of arm, offer and channel
   * @param answered as the lake has it
   * @param is whether the person answered, in truth
   * @param effect what the contact changes for the person: outcome with it less outcome without
   */
  record Contact(
      String offer,
      boolean isTreated,
      double probability,
      boolean answered,
      boolean is,
      double effect) {}

  /**
   * @param contacts that both lake and truth have
   * @param missing contacts of the truth that the lake lacks
   */
  static Finding of(List<Contact> contacts, long missing) {
    long same = contacts.stream().filter(c -> c.answered() == c.is()).count();
    var finding =
        Finding.missing("effect", "effects")
            .line(
                "contacts that were drawn by lot: %,d are in the lake, %,d are not; the lake has the true answer of %s",
                contacts.size(), missing, Finding.text(same, contacts.size()))
            .put("contacts", contacts.size())
            .put("contacts_missing", missing)
            .put("same_answer", Finding.share(same, contacts.size()));
    var byOffer = new TreeMap<String, List<Contact>>();
    contacts.forEach(
        c -> byOffer.computeIfAbsent(c.offer(), o -> new java.util.ArrayList<>()).add(c));
    byOffer.forEach((offer, of) -> judge(finding, offer, of));
    return finding;
  }

  private static void judge(Finding finding, String offer, List<Contact> contacts) {
    var treated = new WeightedMean();
    var control = new WeightedMean();
    var truth = new WeightedMean();
    for (var contact : contacts) {
      (contact.isTreated() ? treated : control)
          .add(contact.answered() ? 1 : 0, contact.probability());
      truth.add(contact.effect(), contact.probability());
    }
    if (treated.count() == 0 || control.count() == 0) {
      return;
    }
    var found = treated.less(control);
    var figures = new TreeMap<String, Object>(Finding.fields(found));
    figures.put("true", Finding.number(truth.mean()));
    finding
        .line(
            "  %s: %s by the contacts in the lake, %.4f true",
            offer, Finding.text(found), truth.mean())
        .put(offer, figures);
  }
}
