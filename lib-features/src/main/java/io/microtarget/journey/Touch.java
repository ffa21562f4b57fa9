package io.microtarget.journey;

import java.util.Objects;

/**
 * One touchpoint: a step, or several that belong together.
 *
 * <p>What its steps do not all say is unknown of it; values are added up.
 */
final class Touch {
  private final Step first;
  private String channel;
  private String placeId;
  private String what;
  private String campaignId;
  private String contentId;
  private String basketId;
  private String productId;
  private Long value;
  private int lines = 1;

  Touch(Step first) {
    this.first = first;
    channel = first.channel();
    placeId = first.placeId();
    what = first.what();
    campaignId = first.campaignId();
    contentId = first.contentId();
    basketId = first.basketId();
    productId = first.productId();
    value = first.value();
  }

  /** Adds a step of the same basket or interview. */
  void join(Step step) {
    channel = common(channel, step.channel());
    placeId = common(placeId, step.placeId());
    what = common(what, step.what());
    campaignId = common(campaignId, step.campaignId());
    contentId = common(contentId, step.contentId());
    basketId = common(basketId, step.basketId());
    productId = common(productId, step.productId());
    if (step.value() != null) {
      value = value == null ? step.value() : (Long) Math.addExact(value, step.value());
    }
    lines++;
  }

  private static String common(String one, String other) {
    return Objects.equals(one, other) ? one : null;
  }

  Step first() {
    return first;
  }

  long at() {
    return first.at();
  }

  String channel() {
    return channel;
  }

  String placeId() {
    return placeId;
  }

  String what() {
    return what;
  }

  String campaignId() {
    return campaignId;
  }

  String contentId() {
    return contentId;
  }

  String basketId() {
    return basketId;
  }

  String productId() {
    return productId;
  }

  Long value() {
    return value;
  }

  int lines() {
    return lines;
  }

  /** Whether it is a purchase that was not made in a shop. */
  boolean isOnlinePurchase() {
    return first.kind().equals("purchase")
        && channel != null
        && Touchpoint.ONLINE.contains(channel);
  }
}
