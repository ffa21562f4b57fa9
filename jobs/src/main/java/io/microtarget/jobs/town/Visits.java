package io.microtarget.jobs.town;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One person's visits of the web shop and the app, with the cart that goes from visit to visit. */
final class Visits {
  /** Days for which a cart that was left still counts as open. */
  private static final int OPEN_DAYS = 30;

  private static final String LEFT = "left";

  private final Writing writing;
  private final World world;
  private final Person person;
  private final String user;
  private final Steps steps;
  private final Chance chance;
  private Cart cart;

  /** A cart while it is open; {@code how} is set when it no longer is. */
  private static final class Cart {
    private final String id;
    private final long openedAt;
    private final List<Goods.Product> products = new ArrayList<>();
    private long lastAt;
    private long cents;
    private boolean isMarked;
    private int productsMarked;
    private long centsMarked;

    private Cart(String id, long openedAt) {
      this.id = id;
      this.openedAt = openedAt;
    }
  }

  Visits(Writing writing, Person person, String user, Steps steps, Chance chance) {
    this.writing = writing;
    this.person = person;
    this.user = user;
    this.steps = steps;
    this.chance = chance;
    world = writing.world();
  }

  /** Seconds of the day at which somebody is online: around the best hour. */
  int hours() {
    double hour = person.bestHour + 0.5 + 1.5 * chance.normal();
    return (int) (3_600 * Math.max(0.1, Math.min(23.4, hour)));
  }

  /** Looks at things of a category. */
  void visit(int day, int category, String source) {
    long epoch = Days.at(day, hours());
    int count = 1 + chance.poisson(world.parameters().phases().moreSteps());
    boolean isLoggedIn = person.shopOn < day && chance.happens(0.6);
    if (person.hasApp && isLoggedIn && chance.happens(0.4)) {
      app(epoch, category, count);
      return;
    }
    var who = isLoggedIn ? user : "";
    int device = chance.happens(0.7) ? 0 : 1 + chance.below(2);
    steps.web(step(device, who, epoch, "Page Viewed", category).from(source));
    for (int i = 1; i < count; i++) {
      epoch += chance.from(10, 240);
      var product = world.goods().one(category, chance);
      if (i == 1 && chance.happens(0.6)) {
        var query = product.title().toLowerCase(Locale.ROOT);
        steps.web(step(device, who, epoch, "Products Searched", category).searching(query));
      } else {
        var viewed = step(device, who, epoch, "Product Viewed", category);
        steps.web(viewed.about(product.id()).at(price(product, epoch)));
      }
    }
  }

  private void app(long start, int category, int count) {
    long epoch = start;
    steps.app(person, user, epoch, "open", "home", -1);
    for (int i = 1; i < count; i++) {
      epoch += chance.from(8, 200);
      var product = world.goods().one(category, chance);
      var screen = Goods.CATEGORIES.get(category);
      long price = world.goods().reduced(product, 0, Days.week(Days.day(epoch)));
      steps.app(person, user, epoch, chance.happens(0.2) ? "search" : "view", screen, price);
    }
  }

  /** Puts one to three things into the cart, a new one if there is none. */
  void fill(int day, int category) {
    long epoch = Days.at(day, Math.min(86_000, hours() + 1_500));
    if (cart == null) {
      cart = new Cart("c" + writing.name("cart"), epoch);
    } else if (epoch <= cart.lastAt || cart.products.size() > 3) {
      return;
    }
    for (int i = chance.from(1, 3); i > 0; i--) {
      put(world.goods().one(category, chance), epoch);
      epoch += chance.from(20, 120);
    }
  }

  private void put(Goods.Product product, long epoch) {
    if (cart.products.contains(product)) {
      return;
    }
    cart.products.add(product);
    cart.cents += price(product, epoch);
    cart.lastAt = epoch;
    cartStep(epoch, "Product Added", product, product.category());
  }

  /** The mind has changed: the cart is emptied by hand, or nobody thinks of it again. */
  void doubt(int day, int category) {
    if (cart == null) {
      return;
    }
    long epoch = Math.max(Days.at(day, hours()), cart.lastAt + 60);
    if (!chance.happens(world.parameters().phases().emptiedShare())
        || Days.day(epoch) >= Days.COUNT) {
      leave();
      return;
    }
    for (var product : cart.products) {
      epoch += chance.from(3, 30);
      cartStep(epoch, "Product Removed", product, category);
    }
    close("emptied", epoch);
  }

  void leave() {
    if (cart != null) {
      close(LEFT, -1);
    }
  }

  /**
   * Orders what is bought, out of a cart.
   *
   * @return when the order was complete
   */
  long order(long start, List<Line> lines) {
    long epoch = cart == null ? start : Math.max(start, cart.lastAt + 60);
    if (cart == null) {
      cart = new Cart("c" + writing.name("cart"), epoch);
    }
    for (var line : lines) {
      put(line.product(), epoch);
      epoch += chance.from(10, 60);
    }
    cartStep(epoch, "Checkout Started", null, lines.get(0).product().category());
    epoch += chance.from(30, 400);
    cartStep(epoch, "Order Completed", null, lines.get(0).product().category());
    close("ordered", epoch);
    return epoch;
  }

  /** Remembers what is in the cart as the day of the truth begins. */
  void mark() {
    if (cart != null) {
      cart.isMarked = true;
      cart.productsMarked = cart.products.size();
      cart.centsMarked = cart.cents;
    }
  }

  /** Tells of the cart that is there at the end. */
  void tell() {
    leave();
  }

  private void close(String how, long epoch) {
    boolean isBefore = cart.openedAt < Days.at(Days.AS_OF, 0);
    boolean isRecent = cart.lastAt >= Days.at(Days.AS_OF - OPEN_DAYS, 0);
    boolean isOpen = cart.isMarked ? isRecent : isBefore && isRecent && how.equals(LEFT);
    var text = writing.row(Sheets.TRUE_CARTS).append(cart.id).append(',').append(user);
    text.append(",p").append(person.number).append(',');
    Days.utc(text, cart.openedAt).append(',');
    if (epoch >= 0) {
      Days.utc(text, epoch);
    }
    text.append(',').append(how).append(isOpen ? ",1," : ",0,");
    text.append(cart.isMarked ? cart.productsMarked : cart.products.size());
    Cells.point(text.append(','), cart.isMarked ? cart.centsMarked : cart.cents).append('\n');
    cart = null;
  }

  private long price(Goods.Product product, long epoch) {
    return world.goods().reduced(product, 0, Days.week(Days.day(epoch)));
  }

  private Steps.Step step(int device, String who, long epoch, String event, int category) {
    var anonymous = steps.anonymous(person, device);
    var name = Goods.CATEGORIES.get(category);
    return new Steps.Step(anonymous, who, device, epoch, event, "", name, "", "", -1, "");
  }

  /** A step with the cart; the product is null where it is about all of it. */
  private void cartStep(long epoch, String event, Goods.Product product, int category) {
    var step = step(0, user, epoch, event, category).of(cart.id);
    steps.web(
        product == null ? step.at(cart.cents) : step.about(product.id()).at(price(product, epoch)));
  }
}
