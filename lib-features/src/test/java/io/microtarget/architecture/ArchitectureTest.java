package io.microtarget.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The shape of the library that DESIGN.md draws: rooms from left to right, and nothing outside. */
class ArchitectureTest {
  /** Left to right; a room imports only rooms to its left. */
  private static final List<String> ROOMS =
      List.of(
          "table",
          "vault",
          "source",
          "identity",
          "privacy",
          "text",
          "journey",
          "feature",
          "segment",
          "scoring",
          "decision",
          "activation",
          "measurement",
          "streaming",
          "report",
          "pipeline");

  private static final String ROOT = "io.microtarget.";
  private static final JavaClasses LIBRARY =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.microtarget");

  private static final ArchRule CLOCK =
      noCall(
          "read the clock",
          access -> {
            var owner = access.getTargetOwner().getName();
            var name = access.getName();
            var isTime = owner.startsWith("java.time.");
            return isTime && name.equals("now")
                || owner.equals("java.time.Clock")
                    && (name.startsWith("system") || name.startsWith("tick"))
                || owner.equals("java.lang.System")
                    && Set.of("currentTimeMillis", "nanoTime").contains(name)
                || owner.equals("java.util.Date") && takesNothing(access)
                || owner.equals("java.util.Calendar") && name.equals("getInstance")
                || owner.startsWith("org.apache.spark.sql.functions")
                    && Set.of(
                            "current_date",
                            "curdate",
                            "current_timestamp",
                            "current_time",
                            "now",
                            "localtimestamp",
                            "unix_timestamp")
                        .contains(name)
                    && takesNothing(access);
          });

  private static final ArchRule ENVIRONMENT =
      noCall(
          "read the environment",
          access ->
              access.getTargetOwner().getName().equals("java.lang.System")
                      && Set.of("getenv", "getProperty", "getProperties", "setProperty", "exit")
                          .contains(access.getName())
                  || access.getTargetOwner().getName().startsWith("java.util.prefs.")
                  || Set.of("java.lang.Integer", "java.lang.Long", "java.lang.Boolean")
                          .contains(access.getTargetOwner().getName())
                      && Set.of("getInteger", "getLong", "getBoolean").contains(access.getName()));

  private static final ArchRule CHANCE =
      noCall(
          "draw without a seed",
          access -> {
            var owner = access.getTargetOwner().getName();
            return owner.equals("java.util.Random") && takesNothing(access) && isNew(access)
                || owner.equals("java.util.SplittableRandom")
                    && takesNothing(access)
                    && isNew(access)
                || owner.equals("java.lang.Math") && access.getName().equals("random")
                || owner.equals("java.util.concurrent.ThreadLocalRandom")
                || owner.equals("java.security.SecureRandom")
                || owner.equals("java.util.UUID") && access.getName().equals("randomUUID")
                || owner.equals("java.util.Collections")
                    && access.getName().equals("shuffle")
                    && parameters(access) == 1
                || owner.startsWith("org.apache.spark.sql.functions")
                    && Set.of("rand", "randn", "uuid", "shuffle").contains(access.getName())
                    && parameters(access) == 0
                || owner.startsWith("org.apache.spark.sql.functions")
                    && access.getName().equals("monotonically_increasing_id");
          });

  private static final ArchRule PRINT =
      noCall(
          "print",
          access ->
              access.getTargetOwner().getName().equals("java.lang.System")
                      && Set.of("out", "err", "console").contains(access.getName())
                  || access.getName().equals("printStackTrace")
                  || access.getTargetOwner().getName().equals("org.apache.spark.sql.Dataset")
                      && access.getName().equals("show"));

  private static final ArchRule PACKAGES_OF_FILES =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "java.nio.file..",
                  "java.nio.channels..",
                  "java.net",
                  "java.net.http..",
                  "org.apache.hadoop.."))
          .because("files are reached only through Reader and Writer");

  private static final ArchRule FILES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccessFile).*")
          .because("files are reached only through Reader and Writer");

  private static final ArchRule TABLES =
      noCall(
          "read or write tables itself",
          access ->
              access.getTargetOwner().getName().startsWith("org.apache.spark.sql.")
                  && Set.of("read", "readStream", "write", "writeTo", "writeStream")
                      .contains(access.getName()));

  /** Does all that a room must not do. */
  private static final class Offender {
    static Object offend(SparkSession session) {
      System.out.println(System.getenv("HOME"));
      var file = List.of(new File("/tmp"), Path.of("/tmp"));
      return List.of(LocalDate.now(), new Random(), file, session.read());
    }
  }

  @Test
  void every_class_stands_in_a_room() {
    var rooms = new TreeSet<String>();
    for (var type : LIBRARY) {
      rooms.add(type.getPackageName().substring(ROOT.length()));
    }
    assertThat(ROOMS).containsAll(rooms);
    assertThat(rooms).contains("table", "pipeline");
  }

  @Test
  void a_room_imports_only_rooms_to_its_left() {
    for (int i = 0; i < ROOMS.size(); i++) {
      var right =
          ROOMS.subList(i + 1, ROOMS.size()).stream()
              .map(r -> ROOT + r + "..")
              .toArray(String[]::new);
      var room = ROOT + ROOMS.get(i) + "..";
      check(
          noClasses()
              .that(are(resideInAPackage(room)))
              .should()
              .dependOnClassesThat(resideInAnyPackage(right))
              .because("room " + ROOMS.get(i) + " stands left of them"));
    }
  }

  @Test
  void packages_have_no_cycle() {
    check(slices().matching("io.microtarget.(*)..").should().beFreeOfCycles());
  }

  @Test
  void the_library_has_no_main() {
    check(noMethods().should().haveName("main"));
  }

  @Test
  void the_library_has_no_clock() {
    check(CLOCK);
  }

  @Test
  void the_library_has_no_environment() {
    check(ENVIRONMENT);
  }

  @Test
  void the_library_touches_no_file_and_no_network() {
    check(PACKAGES_OF_FILES);
    check(FILES);
    check(TABLES);
  }

  @Test
  void the_library_draws_no_random_number_without_a_seed() {
    check(CHANCE);
  }

  @Test
  void the_library_prints_nothing() {
    check(PRINT);
  }

  @Test
  void classes_are_final() {
    check(
        classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .should()
            .haveModifier(JavaModifier.FINAL));
  }

  @Test
  void each_rule_finds_an_offender() {
    var offender = new ClassFileImporter().importClasses(Offender.class);
    for (var rule : List.of(CLOCK, ENVIRONMENT, CHANCE, PRINT, PACKAGES_OF_FILES, FILES, TABLES)) {
      assertThat(rule.evaluate(offender).getFailureReport().getDetails())
          .as(rule.getDescription())
          .isNotEmpty();
    }
  }

  private static ArchRule noCall(String what, Predicate<JavaAccess<?>> forbidden) {
    var predicate =
        new DescribedPredicate<JavaAccess<?>>(what) {
          @Override
          public boolean test(JavaAccess<?> access) {
            return forbidden.test(access);
          }
        };
    return noClasses().should().accessTargetWhere(predicate);
  }

  private static boolean isNew(JavaAccess<?> access) {
    return access.getName().equals("<init>");
  }

  private static boolean takesNothing(JavaAccess<?> access) {
    return parameters(access) == 0;
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitCallTarget code
        ? code.getRawParameterTypes().size()
        : -1;
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(LIBRARY);
  }
}
