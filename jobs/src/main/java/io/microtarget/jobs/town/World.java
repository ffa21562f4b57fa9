package io.microtarget.jobs.town;

/**
 * What all quarters of a town share; nothing in it changes while the town is made.
 *
 * @param persons how many live there
 */
record World(
    Parameters parameters,
    Model model,
    Terrain terrain,
    Names names,
    Numbers numbers,
    Goods goods,
    long seed,
    int persons) {
  static World of(Parameters parameters, long seed, int persons) {
    var numbers = new Numbers(seed);
    var goods = new Goods(parameters.shopping(), numbers, seed);
    return new World(
        parameters,
        new Model(parameters, goods),
        new Terrain(seed),
        new Names(seed),
        numbers,
        goods,
        seed,
        persons);
  }
}
