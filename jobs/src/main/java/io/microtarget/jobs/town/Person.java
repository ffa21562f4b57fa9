package io.microtarget.jobs.town;

import java.time.LocalDate;

/** Somebody who does not exist. Filled by {@link Census}, never changed afterwards. */
final class Person {
  /** A day that never comes. */
  static final int NEVER = Integer.MAX_VALUE;

  int number;
  Household household;

  /** From 1, as the truth calls it. */
  int type;

  /** How much of each type somebody is; sums to 1. */
  double[] weights;

  /** Share of each category in what somebody is interested in; sums to 1. */
  double[] interests;

  boolean isFemale;
  String first;
  String last;

  /** Surname before the marriage; the same as {@link #last} without one. */
  String maiden;

  int marriedOn = NEVER;
  LocalDate born;
  String email;
  String otherEmail;
  String mobile;

  /** Days on which the lists came to know somebody; {@link #NEVER} if they do not. */
  int crmOn = NEVER;

  int cardOn = NEVER;
  int secondCardOn = NEVER;
  int shopOn = NEVER;
  boolean hasApp;
  boolean isInPanel;
  boolean paysByCard;

  int bestHour;

  /** The day somebody stops being a customer. */
  int leavesOn = NEVER;

  /** Pieces of a line beyond the first, on average. */
  double morePieces;

  /** Trips to a shop a day, on average over the year. */
  double trips;

  double look;
  double onlineShare;
  double leavePerDay;
  double missing;

  /** Log-odds of an answer that only this person has. */
  double own;

  Place work;
  int store;

  String lastOn(int day) {
    return day < marriedOn ? maiden : last;
  }

  boolean hasCrm() {
    return crmOn != NEVER;
  }

  boolean hasCard() {
    return cardOn != NEVER;
  }

  boolean hasShop() {
    return shopOn != NEVER;
  }
}
