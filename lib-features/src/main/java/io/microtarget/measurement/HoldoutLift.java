package io.microtarget.measurement;

/**
 * The difference of the response rates of people contacted and of people left alone at random.
 *
 * <p>{@code lift = p1 - p0} with the hybrid score interval of two independent proportions (Newcombe
 * 1998, Statistics in Medicine 17, 873-890, method 10): {@code lift - √((p1-l1)² + (u0-p0)²)} to
 * {@code lift + √((u1-p1)² + (p0-l0)²)}, with {@code l, u} the {@link Wilson} interval of each
 * rate. It may be called an effect only if chance alone decided who was left alone.
 *
 * @param lift rate of the contacted minus rate of the holdout
 * @param low lower end of the 95 % interval
 * @param high upper end
 */
public record HoldoutLift(double lift, double low, double high) {

  /**
   * The lift of one comparison.
   *
   * @param responders of the contacted
   * @param contacted people contacted
   * @param heldOutResponders of the holdout, who answered without having been asked
   * @param heldOut people left alone
   * @throws IllegalArgumentException if a group is empty or has more responders than people
   */
  public static HoldoutLift of(
      long responders, long contacted, long heldOutResponders, long heldOut) {
    var treated = Wilson.of(responders, contacted);
    var control = Wilson.of(heldOutResponders, heldOut);
    var treatedRate = (double) responders / contacted;
    var controlRate = (double) heldOutResponders / heldOut;
    var lift = treatedRate - controlRate;
    return new HoldoutLift(
        lift,
        lift - Math.hypot(treatedRate - treated.low(), control.high() - controlRate),
        lift + Math.hypot(treated.high() - treatedRate, controlRate - control.low()));
  }
}
