package io.microtarget.jobs.town;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.microtarget.table.SettingsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes a town and writes its folder: raw files, truth, and {@code town.json} last.
 *
 * <p>Everything is written to a folder beside the wanted one, which is renamed at the end: a folder
 * of the wanted name is a whole town. Whatever goes wrong, the half one is removed.
 */
public final class Town {
  /** Changes whenever the same seed and parameters give other files. */
  public static final String VERSION = "1.0";

  /** Numbers of phones last for so many. */
  public static final int MOST_PERSONS = 2_000_000;

  /**
   * What is wanted.
   *
   * @param persons from 2 to {@link #MOST_PERSONS}
   * @param out folder to make
   * @param threads how many work at once; the files are the same with any number
   */
  public record Order(
      int persons, long seed, Path out, Target target, Parameters parameters, int threads) {
    public Order {
      if (persons < 2 || persons > MOST_PERSONS) {
        throw new SettingsError(
            "--persons %d: a town has 2 to %d persons".formatted(persons, MOST_PERSONS));
      }
      if (threads < 1) {
        throw new IllegalArgumentException("threads: " + threads);
      }
    }
  }

  private final Order order;
  private final Folder.Opening opening;

  private Town(Order order, Folder.Opening opening) {
    this.order = order;
    this.opening = opening;
  }

  /**
   * Makes the town of an order.
   *
   * @return what was written, file by file
   * @throws SettingsError the folder is not free, or cannot be written
   */
  public static List<Written> make(Order order) {
    return make(order, Files::newOutputStream);
  }

  static List<Written> make(Order order, Folder.Opening opening) {
    return new Town(order, opening).make();
  }

  private List<Written> make() {
    var target = new Site(order.out(), order.target());
    target.check(order.persons());
    try {
      var written = write(target.begin());
      target.finish();
      return written;
    } catch (IOException | UncheckedIOException e) {
      target.abandon();
      throw target.failed(e);
    } catch (RuntimeException e) {
      target.abandon();
      throw e;
    }
  }

  private List<Written> write(Path root) throws IOException {
    var world = World.of(order.parameters(), order.seed(), order.persons());
    var pool = Executors.newFixedThreadPool(order.threads());
    try (var folder = new Folder(root, opening)) {
      var total = new Tally();
      parts(
          world,
          pool,
          part -> {
            folder.add(part);
            total.add(part.tally());
          });
      var end = new Writing(world, -3);
      new Summary(world, total).write(end);
      folder.add(Part.of(end));
      var written = folder.finish();
      Files.writeString(root.resolve("town.json"), json(written));
      return written;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Takes a part of the town when it is its turn. */
  private interface Taking {
    void take(Part part) throws IOException;
  }

  /** Makes parts at the same time and hands them over in their order. */
  private void parts(World world, ExecutorService pool, Taking taking) throws IOException {
    taking.take(business(world));
    var firsts = firstPersons(world);
    int bots = Bots.count(world);
    var waiting = new ArrayDeque<Future<Part>>();
    for (int quarter = 0; quarter + 1 < firsts.length; quarter++) {
      int number = quarter;
      int quarters = firsts.length - 1;
      int fromBot = (int) ((long) bots * number / quarters);
      int toBot = (int) ((long) bots * (number + 1) / quarters);
      Callable<Part> work = () -> quarter(world, number, firsts[number], fromBot, toBot);
      waiting.add(pool.submit(work));
      if (waiting.size() > order.threads() + 1) {
        taking.take(result(waiting.poll()));
      }
    }
    while (!waiting.isEmpty()) {
      taking.take(result(waiting.poll()));
    }
  }

  private static Part business(World world) {
    var writing = new Writing(world, -1);
    new Business(writing).write();
    return Part.of(writing);
  }

  private static Part quarter(World world, int quarter, int firstPerson, int fromBot, int toBot) {
    var writing = new Writing(world, quarter);
    var lists = new Lists(writing);
    var contacts = new Contacts(writing, lists);
    var permissions = new Permissions(writing, lists);
    var answers = new Answers(writing);
    var positions = new Positions(writing);
    for (var person : new Census(world).quarter(quarter, firstPerson)) {
      var steps = new Steps(writing, Chance.of(world.seed(), person.number, "steps"));
      lists.of(person);
      new Life(writing, person, lists, contacts, steps).live();
      if (person.hasCrm()) {
        permissions.of(person);
      }
      if (person.hasCard()) {
        answers.of(person);
      }
      if (person.isInPanel) {
        positions.of(person, steps.handset(person), lists.user(person));
      }
    }
    for (int bot = fromBot; bot < toBot; bot++) {
      Bots.write(writing, bot);
    }
    return Part.of(writing);
  }

  /** The first person of each quarter, and behind them how many persons there are. */
  private static int[] firstPersons(World world) {
    var sizes = Model.array(world.parameters().people().householdSizes());
    var firsts = new java.util.ArrayList<Integer>();
    int persons = 0;
    for (int household = 0; persons < world.persons(); household++) {
      if (household % Census.HOUSEHOLDS == 0) {
        firsts.add(persons);
      }
      persons += Census.size(world.seed(), household, sizes);
    }
    firsts.add(world.persons());
    return firsts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Part result(Future<Part> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the town was made", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private String json(List<Written> files) throws IOException {
    var town = new LinkedHashMap<String, Object>();
    town.put("generator", VERSION);
    town.put("seed", order.seed());
    town.put("persons", order.persons());
    town.put("as_of", Days.iso(Days.AS_OF));
    town.put("parameters", order.parameters());
    town.put("files", files);
    var mapper = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(town) + "\n";
  }
}
