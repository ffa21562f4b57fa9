package io.microtarget.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  /** Field, two values in one spelling, label of the level. */
  private static final String LEVELS =
      """
      FIRST_NAME  robert                   robert                   the same
      FIRST_NAME  robert                   bob                      nearly the same or a short form
      FIRST_NAME  oliver                   olivre                   nearly the same or a short form
      FIRST_NAME  luca                     aucl                     much alike
      FIRST_NAME  r                        robert                   alike or an initial
      LAST_NAME   wright                   rite                     alike or an initial
      FIRST_NAME  robert                   hannah                   other
      LAST_NAME   shepherd                 lovelock                 other
      BIRTH_DATE  19710624                 19710624                 the same
      BIRTH_DATE  19710624                 19710524                 one edit, or day and month swapped
      BIRTH_DATE  19710612                 19711206                 one edit, or day and month swapped
      BIRTH_DATE  19710624                 19710608                 two of day, month, year
      BIRTH_DATE  20100622                 20200618                 two edits, or one part and a near year
      BIRTH_DATE  19760926                 19770515                 at most a year apart
      BIRTH_DATE  19710624                 19930115                 other
      EMAIL       a.berg12@example.org     a.berg12@example.org     the same
      EMAIL       a.berg12@example.org     a.brg12@example.org      one edit, or three with the same digits
      EMAIL       a.berg12@gmail.com       aberg12+x@googlemail.com the same mailbox
      EMAIL       a.berg12@example.org     a.berg12+x@example.org   the same mailbox
      EMAIL       a.berg12@example.org     aberg12@example.org      one edit, or three with the same digits
      EMAIL       a.berg12@example.org     a.berg12@post.example    same mailbox elsewhere
      EMAIL       a.berg1234@example.org   a.berg9876@example.org   other
      PHONE       1512345678               1512345679               one edit
      PHONE       1512345678               1512345699               two edits
      PHONE       1512345678               1609876543               other
      LAST_NAME   vonrichthofen            richthofen               nearly the same or a short form
      CARD        9800000004838            9800000004839            one edit
      CARD        4006381333931            4006381333948            two edits
      CARD        4012888888881881         4012888888881889         one edit
      CARD        40128888888818810        40128888888818811        one edit
      POSITION    5252000,1340500          5252001,1340501          at most 50 m
      POSITION    5252000,1340500          5252300,1340500          at most 500 m
      POSITION    5252000,1340500          5255000,1340500          at most 5 km
      POSITION    5252000,1340500          4813720,1157550          other
      HOUSE_NUMBER 12                      12a                      one edit, or another letter
      HOUSE_NUMBER 7                       8                        other
      POSTAL_CODE 10115                    10116                    one edit
      POSTAL_CODE 10115                    10999                    same region
      POSTAL_CODE 10115                    80331                    other
      CITY        portsmouth               portsmuoth               nearly the same
      CITY        portsmouth               leeds                    other
      STATE       nsw                      vic                      other
      """;

  @Test
  void the_first_level_that_holds_counts() {
    LEVELS
        .lines()
        .map(line -> line.split(" +", 4))
        .forEach(
            row -> {
              var comparison = Comparison.of(Field.valueOf(row[0]));
              assertThat(comparison.label(comparison.level(row[1], row[2])))
                  .as(row[1] + " and " + row[2])
                  .isEqualTo(row[3]);
              assertThat(comparison.level(row[2], row[1]))
                  .as("the other way round")
                  .isEqualTo(comparison.level(row[1], row[2]));
            });
  }

  @Test
  void every_field_has_a_comparison() {
    assertThat(Stream.of(Field.values()).map(Comparison::of))
        .extracting(Comparison::field)
        .containsExactly(Field.values());
  }

  @Test
  void a_pattern_has_no_room_for_fifteen_levels() {
    var level = new Level("some", v -> true);
    Assertions.assertThatThrownBy(() -> new Comparison(Field.CITY, Collections.nCopies(13, level)))
        .hasMessage("city has 15 levels, more than 14");
  }
}
