package io.microtarget.jobs.town;

/** Who is drawn for a campaign, with what probability, and what comes of it. */
final class Contacts {
  private static final String CONTACTS = "contacts";
  private static final String RESPONSES = "responses";

  private final Writing writing;
  private final Parameters.Campaigns campaigns;
  private final Model model;
  private final Lists lists;

  Contacts(Writing writing, Lists lists) {
    this.writing = writing;
    this.lists = lists;
    campaigns = writing.world().parameters().campaigns();
    model = writing.world().model();
  }

  /**
   * What somebody is like on the morning of a campaign.
   *
   * @param daysSince days since the last purchase
   * @param purchases of the last 60 days
   * @param lastCategory of the last purchase; -1 if there was none
   */
  record State(Phase phase, int daysSince, int purchases, int lastCategory, boolean hasLeft) {}

  /** Null if the campaign is not about somebody. */
  Outcome draw(Campaign campaign, Person person, State state) {
    var chance =
        Chance.of(writing.world().seed(), person.number * 64L + campaign.number(), CONTACTS);
    if (person.crmOn >= campaign.day() || !chance.happens(campaigns.reach())) {
      return null;
    }
    double treated = treated(campaign, state);
    boolean isTreated = chance.happens(treated);
    var offers = offers(state.lastCategory());
    int offer = chance.pick(offers);
    var channel = Channel.values()[chance.pick(shares())];
    double probability =
        (isTreated ? treated : 1 - treated) * offers[offer] * channel.share(campaigns);
    double p0 = model.p0(person, offer, state.phase(), state.daysSince(), state.hasLeft());
    double p1 =
        campaign.kind() == Campaign.Kind.PLACEBO
            ? p0
            : model.p1(p0, model.effect(person, offer, channel));
    double luck = chance.uniform();
    var outcome =
        new Outcome(
            isTreated, offer, channel, probability, p0, p1, luck < p0 ? 1 : 0, luck < p1 ? 1 : 0);
    write(campaign, person, outcome, chance);
    writing.tally().contact(campaign, outcome, treated);
    return outcome;
  }

  /** The campaign that was not randomised likes those who bought much lately. */
  private double treated(Campaign campaign, State state) {
    if (campaign.kind() != Campaign.Kind.TARGETED) {
      return campaigns.treatedShare();
    }
    var by = campaigns.targeting();
    return Math.min(0.95, Math.max(0.02, Model.sigmoid(by.get(0) + by.get(1) * state.purchases())));
  }

  private double[] offers(int lastCategory) {
    var shares = new double[Parameters.OFFERS];
    int favoured = -1;
    for (int offer = 0; offer < shares.length && favoured < 0; offer++) {
      favoured = model.offered(offer) == lastCategory ? offer : -1;
    }
    for (int offer = 0; offer < shares.length; offer++) {
      shares[offer] =
          favoured < 0
              ? 1.0 / shares.length
              : offer == favoured
                  ? campaigns.favoured()
                  : (1 - campaigns.favoured()) / (shares.length - 1);
    }
    return shares;
  }

  private double[] shares() {
    var shares = new double[Channel.values().length];
    for (var channel : Channel.values()) {
      shares[channel.ordinal()] = channel.share(campaigns);
    }
    return shares;
  }

  private void write(Campaign campaign, Person person, Outcome outcome, Chance chance) {
    var id = lists.crmNumber(person);
    long sent = Days.at(campaign.day(), chance.from(7 * 3_600, 9 * 3_600));
    row(id, campaign, outcome, sent, "");
    int kind = writing.breach(CONTACTS, 2);
    if (kind >= 0) {
      var rule = kind == 0 ? "range:probability" : "type:cost";
      var own = "X" + writing.name(CONTACTS);
      row(own, campaign, outcome, sent, rule);
      writing.broken(CONTACTS, Sheets.CONTACTS, own, rule);
    }
    var truth = writing.row(Sheets.TRUE_OUTCOMES).append(campaign.id()).append(",p");
    truth.append(person.number).append(',').append(id).append(',').append(arm(outcome));
    truth.append(",o").append(outcome.offer() + 1).append(',').append(outcome.channel().label());
    Cells.fixed(truth.append(','), outcome.probability(), 6);
    Cells.fixed(truth.append(','), outcome.p0(), 6);
    Cells.fixed(truth.append(','), outcome.p1(), 6);
    truth.append(',').append(outcome.y0()).append(',').append(outcome.y1());
    truth.append(',').append(outcome.y()).append('\n');
  }

  private static char arm(Outcome outcome) {
    return outcome.isTreated() ? 'T' : 'K';
  }

  private void row(String id, Campaign campaign, Outcome outcome, long sent, String wrong) {
    var text = writing.row(Sheets.CONTACTS).append(id).append(';').append(campaign.id());
    text.append(";o").append(outcome.offer() + 1).append(';').append(outcome.channel().label());
    text.append(';').append(arm(outcome)).append(';');
    if (wrong.equals("range:probability")) {
      text.append("1,7000");
    } else if (campaign.kind() != Campaign.Kind.TARGETED) {
      text.append(Cells.probability(outcome.probability()));
    }
    Days.german(text.append(';'), sent).append(';');
    long cents = outcome.isTreated() ? Math.round(100 * outcome.channel().cost(campaigns)) : 0;
    if (wrong.equals("type:cost")) {
      text.append("0.65");
    } else {
      Cells.comma(text, cents);
    }
    text.append('\n');
  }

  /** The row of an answer, in whichever arm. */
  void answered(Campaign campaign, Person person, Outcome outcome, long epoch, long cents) {
    answer(lists.crmNumber(person), campaign, outcome, epoch, cents, "");
    if (writing.breach(RESPONSES, 1) == 0) {
      var own = "X" + writing.name(RESPONSES);
      answer(own, campaign, outcome, epoch, cents, "required:event-time");
      writing.broken(RESPONSES, Sheets.RESPONSES, own, "required:event-time");
    }
  }

  private void answer(
      String id, Campaign campaign, Outcome outcome, long epoch, long cents, String wrong) {
    var text = writing.row(Sheets.RESPONSES).append(id).append(',').append(campaign.id());
    text.append(",o").append(outcome.offer() + 1).append(',');
    if (wrong.isEmpty()) {
      Days.utc(text, epoch);
    }
    Cells.point(text.append(','), cents).append('\n');
  }

  /** What every offer would do to somebody on the day of the truth. */
  void effects(Person person, State state) {
    for (int offer = 0; offer < Parameters.OFFERS; offer++) {
      double p0 = model.p0(person, offer, state.phase(), state.daysSince(), state.hasLeft());
      double worth = model.worth(person, offer);
      for (var channel : Channel.values()) {
        double p1 = model.p1(p0, model.effect(person, offer, channel));
        double value = (p1 - p0) * worth;
        writing.tally().effect(offer, channel, p0, p1, value);
        var text = writing.row(Sheets.TRUE_EFFECTS).append('p').append(person.number);
        text.append(",o").append(offer + 1).append(',').append(channel.label()).append(',');
        Cells.fixed(text, p0, 6).append(',');
        Cells.fixed(text, p1, 6).append(',');
        Cells.fixed(text, p1 - p0, 6).append(',');
        Cells.fixed(text, value, 4).append('\n');
      }
    }
  }
}
