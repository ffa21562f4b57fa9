package io.microtarget.jobs.town;

import java.util.Arrays;
import java.util.List;

/**
 * Formulas of what people are like and what they answer; the page MODEL.md tells them one by one.
 */
final class Model {
  /** Middle of the best hour and span of birth years of each type. */
  private static final int[] HOURS = {9, 21, 19, 10, 20, 18};

  private static final int[][] BORN = {
    {1975, 1992}, {1996, 2006}, {1960, 1995}, {1936, 1960}, {1970, 1993}, {1950, 1995}
  };
  private static final double OTHER_TYPES = 0.25;

  private final Parameters parameters;
  private final Goods goods;
  private final double[] shares;
  private final double[] trips;
  private final double[] look;
  private final double[] online;
  private final double[] leave;
  private final double[] missing;
  private final double[] crm;
  private final double[] card;
  private final double[] shop;
  private final double[] base;
  private final double[] answerByPhase;
  private final double[] weekdays;
  private final double[] months;
  private final double[][] interests;
  private final double[][] seasons = new double[Parameters.CATEGORIES][12];
  private final double[][] effects;
  private final double[] strengths;
  private final int[] offered;

  Model(Parameters parameters, Goods goods) {
    this.parameters = parameters;
    this.goods = goods;
    shares = array(parameters.types().shares());
    trips = array(parameters.shopping().tripsPerMonth());
    look = array(parameters.phases().look());
    online = array(parameters.shopping().onlineShare());
    leave = array(parameters.shopping().leavePerYear());
    missing = array(parameters.records().missing());
    crm = array(parameters.records().crmShare());
    card = array(parameters.records().cardShare());
    shop = array(parameters.records().shopShare());
    base = array(parameters.response().base());
    answerByPhase = array(parameters.response().phases());
    weekdays = aroundOne(parameters.shopping().weekdays());
    months = aroundOne(parameters.shopping().months());
    interests = parameters.types().interests().stream().map(Model::array).toArray(double[][]::new);
    for (int c = 0; c < seasons.length; c++) {
      double peak = parameters.shopping().peakMonth().get(c);
      for (int m = 0; m < 12; m++) {
        double angle = 2 * Math.PI * (m + 1 - peak) / 12;
        seasons[c][m] = 1 + parameters.shopping().peak().get(c) * StrictMath.cos(angle);
      }
    }
    var effect = parameters.effects();
    effects = new double[Channel.values().length][Parameters.TYPES];
    for (var channel : Channel.values()) {
      var byType = array(channel.strengths(effect));
      for (int t = 0; t < Parameters.TYPES; t++) {
        effects[channel.ordinal()][t] = effect.scale() * effect.types().get(t) * byType[t];
      }
    }
    strengths = array(effect.offers());
    offered =
        parameters.campaigns().categories().stream().mapToInt(Goods.CATEGORIES::indexOf).toArray();
  }

  static double[] array(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static int greatest(double[] values) {
    int greatest = 0;
    for (int i = 1; i < values.length; i++) {
      greatest = values[i] > values[greatest] ? i : greatest;
    }
    return greatest;
  }

  static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  double mix(double[] weights, double[] byType) {
    double sum = 0;
    for (int t = 0; t < weights.length; t++) {
      sum += weights[t] * byType[t];
    }
    return sum;
  }

  /** A draw of Dirichlet: gamma weights over their sum. */
  double[] weights(int main, Chance chance) {
    var weights = new double[Parameters.TYPES];
    for (int t = 0; t < weights.length; t++) {
      weights[t] = chance.gamma(OTHER_TYPES + (t == main ? parameters.types().purity() : 0));
    }
    return shared(weights);
  }

  double[] interests(double[] weights, Chance chance) {
    var likes = new double[Parameters.CATEGORIES];
    for (int c = 0; c < likes.length; c++) {
      double mean = 0;
      for (int t = 0; t < weights.length; t++) {
        mean += weights[t] * interests[t][c];
      }
      likes[c] =
          StrictMath.exp(
              parameters.types().separation() * mean
                  + parameters.types().ownInterest() * chance.normal());
    }
    return shared(likes);
  }

  int bestHour(int type, Chance chance) {
    return (int) Math.max(7, Math.min(22, Math.round(HOURS[type - 1] + 2 * chance.normal())));
  }

  int birthYear(int type, Chance chance) {
    return chance.from(BORN[type - 1][0], BORN[type - 1][1]);
  }

  /** How much more is bought on a day than on average. */
  double season(int day) {
    return weekdays[Days.weekday(day)] * months[Days.monthOfYear(day)];
  }

  /** The same of a month alone, from 0. */
  double month(int monthOfYear) {
    return months[monthOfYear];
  }

  /** What somebody buys in a month, as weights of the categories. */
  double[] wishes(Person person, int monthOfYear) {
    var wishes = new double[Parameters.CATEGORIES];
    for (int c = 0; c < wishes.length; c++) {
      wishes[c] = person.interests[c] * seasons[c][monthOfYear];
    }
    return wishes;
  }

  int offered(int offer) {
    return offered[offer];
  }

  /** Probability of an answer without a contact. */
  double p0(Person person, int offer, Phase phase, int daysSince, boolean hasLeft) {
    var response = parameters.response();
    double logit =
        mix(person.weights, base)
            + response.interest() * StrictMath.log(8 * person.interests[offered[offer]])
            + answerByPhase[phase.ordinal()]
            + response.recency() * StrictMath.log(1 + daysSince / 30.0)
            + (hasLeft ? response.left() : 0)
            + person.own;
    return sigmoid(logit);
  }

  /** What a contact adds to the log-odds. */
  double effect(Person person, int offer, Channel channel) {
    double like = 8 * person.interests[offered[offer]] - 1;
    double fit = Math.max(0, Math.min(2.5, 1 + parameters.effects().fit() * like));
    return mix(person.weights, effects[channel.ordinal()]) * strengths[offer] * fit;
  }

  double p1(double p0, double effect) {
    return sigmoid(StrictMath.log(p0 / (1 - p0)) + effect);
  }

  /** EUR that an answer to an offer is worth: expected price of the line times margin left. */
  double worth(Person person, int offer) {
    double price = goods.meanPrice(offered[offer]) / 100 * pieces(person);
    return price * netMargin(offer);
  }

  double netMargin(int offer) {
    return parameters.campaigns().margin() - parameters.campaigns().discounts().get(offer);
  }

  /** Expected pieces of a line. */
  double pieces(Person person) {
    return (1 + person.morePieces) * (1 + 9 * parameters.shopping().bulkShare());
  }

  int pieces(Person person, Chance chance) {
    int pieces = 1 + chance.poisson(person.morePieces);
    return chance.happens(parameters.shopping().bulkShare()) ? 10 * pieces : pieces;
  }

  double[] shares() {
    return shares;
  }

  double[] trips() {
    return trips;
  }

  double[] look() {
    return look;
  }

  double[] online() {
    return online;
  }

  double[] leave() {
    return leave;
  }

  double[] missing() {
    return missing;
  }

  double[] crm() {
    return crm;
  }

  double[] card() {
    return card;
  }

  double[] shop() {
    return shop;
  }

  /** Expected share of persons with a shop account, by the main types alone. */
  double shopShare() {
    return mix(shared(shares.clone()), shop);
  }

  private static double[] aroundOne(List<Double> list) {
    var values = array(list);
    double mean = Arrays.stream(values).sum() / values.length;
    return Arrays.stream(values).map(v -> v / mean).toArray();
  }

  private static double[] shared(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return values;
  }
}
