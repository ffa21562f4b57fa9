package io.microtarget.jobs.town;

import io.microtarget.jobs.settings.Loader;
import io.microtarget.table.Nearest;
import java.util.List;
import java.util.Optional;

/**
 * Every number of the town; what each means says {@code conf/town/parameters.conf}.
 *
 * <p>Lists have six numbers, one a type, or eight, one a category, unless said otherwise.
 *
 * @throws IllegalArgumentException a line a problem: key, value and what is allowed
 */
public record Parameters(
    People people,
    Types types,
    Shopping shopping,
    Phases phases,
    Response response,
    Effects effects,
    Campaigns campaigns,
    Records records,
    Noise noise) {
  /** The file with all defaults, as it comes with the program. */
  private static final String DEFAULTS = "io/microtarget/jobs/town/parameters.conf";

  static final int TYPES = 6;
  static final int CATEGORIES = 8;
  static final int OFFERS = 4;

  /** Block of the file. */
  public record People(
      List<Double> householdSizes,
      double apartmentShare,
      double movedShare,
      double marriedShare,
      double workingShare) {
    public People {
      new Limits()
          .weights("household-sizes", householdSizes, 5)
          .share("apartment-share", apartmentShare)
          .share("moved-share", movedShare)
          .share("married-share", marriedShare)
          .share("working-share", workingShare)
          .done();
    }
  }

  /** Block of the file. */
  public record Types(
      List<Double> shares,
      double separation,
      double purity,
      double ownInterest,
      double likeHousehold,
      List<List<Double>> interests) {
    public Types {
      var check =
          new Limits()
              .weights("shares", shares, TYPES)
              .range("separation", separation, 0, 5)
              .range("purity", purity, 0.05, 50)
              .range("own-interest", ownInterest, 0, 3)
              .share("like-household", likeHousehold)
              .size("interests", interests, TYPES);
      interests.forEach(row -> check.list("interests", row, CATEGORIES, -5, 5));
      check.done();
    }
  }

  /** Block of the file. */
  public record Shopping(
      List<Double> tripsPerMonth,
      double alikeTrips,
      double moreLines,
      double morePieces,
      double spreadOfPersons,
      double bulkShare,
      List<Double> onlineShare,
      List<Double> weekdays,
      List<Double> months,
      List<Double> peakMonth,
      List<Double> peak,
      List<Double> prices,
      double spreadOfPrices,
      int products,
      List<Double> leavePerYear,
      double returnShare) {
    public Shopping {
      new Limits()
          .list("trips-per-month", tripsPerMonth, TYPES, 0, 20)
          .range("alike-trips", alikeTrips, 0.1, 100)
          .range("more-lines", moreLines, 0, 10)
          .range("more-pieces", morePieces, 0, 5)
          .range("spread-of-persons", spreadOfPersons, 0, 1.5)
          .range("bulk-share", bulkShare, 0, 0.1)
          .list("online-share", onlineShare, TYPES, 0, 1)
          .weights("weekdays", weekdays, 7)
          .weights("months", months, 12)
          .list("peak-month", peakMonth, CATEGORIES, 1, 12)
          .list("peak", peak, CATEGORIES, 0, 1)
          .list("prices", prices, CATEGORIES, 0.5, 1_000)
          .range("spread-of-prices", spreadOfPrices, 0, 1.5)
          .range("products", products, 2, 1_000)
          .list("leave-per-year", leavePerYear, TYPES, 0, 0.9)
          .share("return-share", returnShare)
          .done();
    }
  }

  /** Block of the file. */
  public record Phases(
      List<Double> look,
      double lookToDecide,
      double lookToIdle,
      double decideToBuy,
      double decideToLook,
      double boughtToPause,
      double pauseToIdle,
      List<Double> visits,
      double moreSteps,
      double cartShare,
      double emptiedShare) {
    public Phases {
      new Limits()
          .list("look", look, TYPES, 0, 0.5)
          .range("look-to-decide", lookToDecide, 0, 0.5)
          .range("look-to-idle", lookToIdle, 0, 0.5)
          .range("decide-to-buy", decideToBuy, 0, 0.5)
          .range("decide-to-look", decideToLook, 0, 0.5)
          .range("bought-to-pause", boughtToPause, 0, 1)
          .range("pause-to-idle", pauseToIdle, 0, 1)
          .list("visits", visits, Phase.COUNT, 0, 5)
          .range("more-steps", moreSteps, 0, 20)
          .share("cart-share", cartShare)
          .share("emptied-share", emptiedShare)
          .done();
    }
  }

  /** Block of the file. */
  public record Response(
      List<Double> base,
      double interest,
      List<Double> phases,
      double recency,
      double left,
      double own) {
    public Response {
      new Limits()
          .list("base", base, TYPES, -10, 5)
          .range("interest", interest, -5, 5)
          .list("phases", phases, Phase.COUNT, -5, 5)
          .range("recency", recency, -5, 5)
          .range("left", left, -10, 0)
          .range("own", own, 0, 5)
          .done();
    }
  }

  /** Block of the file. */
  public record Effects(
      List<Double> types,
      List<Double> offers,
      List<Double> email,
      List<Double> post,
      List<Double> phone,
      double fit,
      double scale) {
    public Effects {
      new Limits()
          .list("types", types, TYPES, -5, 5)
          .list("offers", offers, OFFERS, 0, 5)
          .list("email", email, TYPES, 0, 5)
          .list("post", post, TYPES, 0, 5)
          .list("phone", phone, TYPES, 0, 5)
          .range("fit", fit, 0, 5)
          .range("scale", scale, 0, 5)
          .done();
    }
  }

  /** Block of the file. */
  public record Campaigns(
      List<String> categories,
      List<Double> discounts,
      double reach,
      double treatedShare,
      double favoured,
      double emailShare,
      double postShare,
      double phoneShare,
      List<Double> targeting,
      double emailCost,
      double postCost,
      double phoneCost,
      double margin) {
    public Campaigns {
      var check =
          new Limits()
              .size("categories", categories, OFFERS)
              .list("discounts", discounts, OFFERS, 0, 0.9)
              .range("reach", reach, 0.01, 1)
              .range("treated-share", treatedShare, 0.05, 0.95)
              .range("favoured", favoured, 0.05, 0.95)
              .range("email-share", emailShare, 0.01, 0.98)
              .range("post-share", postShare, 0.01, 0.98)
              .range("phone-share", phoneShare, 0.01, 0.98)
              .list("targeting", targeting, 2, -10, 10)
              .range("email-cost", emailCost, 0, 100)
              .range("post-cost", postCost, 0, 100)
              .range("phone-cost", phoneCost, 0, 100)
              .range("margin", margin, 0, 1);
      for (var category : categories) {
        if (!Goods.CATEGORIES.contains(category)) {
          check.add(
              "categories: %s is not one of %s%s"
                  .formatted(
                      category,
                      String.join(", ", Goods.CATEGORIES),
                      Nearest.hint(category, Goods.CATEGORIES).orElse("")));
        }
      }
      double all = emailShare + postShare + phoneShare;
      if (Math.abs(all - 1) > 1e-9) {
        check.add("email-share: with post-share and phone-share it is %s, not 1".formatted(all));
      }
      check.done();
    }
  }

  /** Block of the file. */
  public record Records(
      List<Double> crmShare,
      List<Double> cardShare,
      List<Double> shopShare,
      double appShare,
      double panelShare,
      double duplicateShare,
      double typoShare,
      double duplicateTypoShare,
      double secondCardShare,
      double junkShare,
      List<Double> missing,
      double withoutCardShare,
      double creditShare) {
    public Records {
      new Limits()
          .list("crm-share", crmShare, TYPES, 0, 1)
          .list("card-share", cardShare, TYPES, 0, 1)
          .list("shop-share", shopShare, TYPES, 0, 1)
          .share("app-share", appShare)
          .share("panel-share", panelShare)
          .range("duplicate-share", duplicateShare, 0, 0.4)
          .share("typo-share", typoShare)
          .share("duplicate-typo-share", duplicateTypoShare)
          .share("second-card-share", secondCardShare)
          .share("junk-share", junkShare)
          .list("missing", missing, TYPES, 0, 1)
          .share("without-card-share", withoutCardShare)
          .share("credit-share", creditShare)
          .done();
    }
  }

  /** Block of the file. */
  public record Noise(
      double breachShare, double doubledShare, double lateShare, double bots, int botSteps) {
    public Noise {
      new Limits()
          .range("breach-share", breachShare, 0, 0.5)
          .range("doubled-share", doubledShare, 0, 0.5)
          .range("late-share", lateShare, 0, 0.5)
          .range("bots", bots, 0, 1_000)
          .range("bot-steps", botSteps, 1, 100_000)
          .done();
    }
  }

  /**
   * The parameters of a town.
   *
   * @param file HOCON that says what differs from the defaults; empty: nothing does
   * @throws io.microtarget.table.SettingsError a line a problem
   */
  public static Parameters load(Optional<String> file) {
    return Loader.loadOver(file, DEFAULTS, Parameters.class);
  }
}
