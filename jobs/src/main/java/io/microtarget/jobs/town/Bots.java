package io.microtarget.jobs.town;

/** Machines among the visitors of the web shop: some say so, the others are only tireless. */
final class Bots {
  static final String AGENT = "Mozilla/5.0 (compatible; MusterBot/2.1; +https://bot.example/info)";

  /** Position of {@link #AGENT} behind those of people. */
  private static final int MACHINE = 3;

  private static final int DAYS = 2;

  private Bots() {}

  /** How many there are in a town. */
  static int count(World world) {
    double bots = world.parameters().noise().bots();
    return bots == 0 ? 0 : (int) Math.max(1, Math.round(bots * world.persons() / 10_000.0));
  }

  /** All steps of one machine. */
  static void write(Writing writing, int bot) {
    var world = writing.world();
    var chance = Chance.of(world.seed(), bot, "bot");
    var steps = new Steps(writing, chance);
    var id = "a" + world.numbers().name("bot", -2, bot);
    int device = bot % 2 == 0 ? MACHINE : 1;
    writing.fault(Steps.WEB, id, "bot");
    for (int i = 0; i < DAYS; i++) {
      int day = chance.from(30, Days.AS_OF - 2);
      int count = world.parameters().noise().botSteps();
      for (int step = 0; step < count; step++) {
        var product = world.goods().one(chance.below(Parameters.CATEGORIES), chance);
        steps.web(
            new Steps.Step(
                id,
                "",
                device,
                Days.at(day, (int) (step * 80_000L / count)),
                "Product Viewed",
                "",
                Goods.CATEGORIES.get(product.category()),
                product.id(),
                "",
                world.goods().price(product, Days.week(day)),
                ""));
      }
    }
  }
}
