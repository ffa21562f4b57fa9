package io.microtarget.jobs.town;

import java.util.List;

/** A survey among holders of a loyalty card, in four waves. */
final class Answers {
  private static final String SOURCE = "survey";
  private static final int[] WAVES = {45, 200, 365, 500};
  private static final List<String> QUESTIONS =
      List.of("zufriedenheit", "preis", "sortiment", "empfehlen", "kinder");

  private final Writing writing;

  Answers(Writing writing) {
    this.writing = writing;
  }

  void of(Person person) {
    var world = writing.world();
    var chance = Chance.of(world.seed(), person.number, SOURCE);
    for (int wave = 0; wave < WAVES.length; wave++) {
      int day = WAVES[wave] + chance.below(14);
      boolean answers = chance.happens(0.10 * (1 - person.missing));
      if (answers && person.cardOn < day) {
        var weight = Cells.fixed(0.5 + chance.gamma(4) / 8, 2).replace('.', ',');
        for (var question : QUESTIONS) {
          var answer =
              chance.happens(person.missing) ? none(chance) : answer(person, question, chance);
          answered(world.numbers().card(2L * person.number), wave, day, question, answer, weight);
        }
      }
    }
  }

  private static String none(Chance chance) {
    return chance.happens(0.5) ? "" : "k.A.";
  }

  private String answer(Person person, String question, Chance chance) {
    return switch (question) {
      case "zufriedenheit" -> scale(1, 5, person.leavesOn < Days.AS_OF ? 2.4 : 3.9, chance);
      case "preis" -> scale(1, 5, person.weights[2] > 0.4 ? 4.4 : 3.0, chance);
      case "sortiment" -> Goods.CATEGORIES.get(chance.pick(person.interests));
      case "empfehlen" -> scale(0, 10, person.leavesOn < Days.AS_OF ? 4 : 7.5, chance);
      default -> chance.happens(0.1 + 0.7 * person.weights[0]) ? "ja" : "nein";
    };
  }

  private static String scale(int least, int most, double middle, Chance chance) {
    long answer = Math.round(middle + chance.normal());
    return Long.toString(Math.max(least, Math.min(most, answer)));
  }

  private void answered(
      String card, int wave, int day, String question, String answer, String weight) {
    row(card, wave, day, question, answer, weight);
    int kind = writing.breach(SOURCE, 2);
    if (kind >= 0) {
      var own = "x" + writing.name(SOURCE);
      row(own, wave, day, kind == 0 ? "" : question, answer, kind == 1 ? "-1,00" : weight);
      var rule = kind == 0 ? "required:question-id" : "range:weight";
      writing.broken(SOURCE, Sheets.SURVEY, own, rule);
    }
  }

  private void row(String who, int wave, int day, String question, String answer, String weight) {
    writing
        .row(Sheets.SURVEY)
        .append(who)
        .append("\tW")
        .append(wave + 1)
        .append('\t')
        .append(Days.german(day))
        .append('\t')
        .append(question)
        .append('\t')
        .append(answer)
        .append('\t')
        .append(weight)
        .append('\n');
  }
}
