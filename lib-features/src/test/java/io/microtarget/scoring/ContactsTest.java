package io.microtarget.scoring;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.Packed;
import io.microtarget.scoring.Contacts.Contact;
import io.microtarget.testing.TextTable;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ContactsTest {
  private static final LocalDate AS_OF = LocalDate.of(2020, 2, 1);

  @Test
  void keeps_closed_contacts_only_in_a_fixed_order() {
    var known =
        Contacts.known(
            TextTable.rows(
                    """
                role STRING | subject_id STRING | campaign_id STRING | moment DATE | contacted_at TIMESTAMP | ends_on DATE | outcome BOOLEAN | features ARRAY<DOUBLE>
                contact     | late              | c2                 | 2020-01-05  | 2020-01-05 10:00:00    | 2020-01-31   | true            | array(2D, null)
                contact     | open              | c3                 | 2020-01-20  | 2020-01-20 10:00:00    | 2020-02-01   | true            | array(3D, null)
                contact     | unknown           | c1                 | 2020-01-01  | 2020-01-01 10:00:00    | 2020-01-20   |                 | array(4D, null)
                contact     | early             | c1                 | 2020-01-01  | 2020-01-01 10:00:00    | 2020-01-20   | false           | array(null, 1D)
                candidate   | today             | c2                 | 2020-02-01  |                        |              |                 | array(5D, null)
                """)
                .withColumn("features", Packed.of(col("features"))),
            List.of("x", "y"),
            new int[] {0, 1},
            AS_OF,
            100);
    assertThat(known.subjects()).containsExactly("early", "late");
    assertThat(known.outcomes()).containsExactly(false, true);
    assertThat(known.rows().get(0).features()).containsExactly(Double.NaN, 1);
    assertThat(known.rows().get(1).features()).containsExactly(2, Double.NaN);
    assertThat(known.rows().get(1).endsOn()).isEqualTo(LocalDate.of(2020, 1, 31));
  }

  @Test
  void samples_whole_subjects_when_there_are_too_many_contacts() {
    var all = Planted.contacts(300, 2, 1, f -> 0);
    var names = List.of("a", "b");
    var sampled =
        Contacts.known(Planted.occasions(all), names, new int[] {0, 1}, Planted.AS_OF, 200);
    assertThat(sampled.size()).isBetween(120, 280);
    assertThat(new HashSet<>(sampled.subjects())).hasSize(sampled.size() / 2);
    var again =
        Contacts.known(
            Planted.occasions(all).repartition(3), names, new int[] {0, 1}, Planted.AS_OF, 200);
    assertThat(again.subjects()).isEqualTo(sampled.subjects());
  }

  @Test
  void folds_keep_a_subject_together_and_share_out_those_who_answered() {
    var contacts = Planted.contacts(200, 3, 1, f -> -3);
    var folds = contacts.folds(5, 7);
    var foldOf = new HashMap<String, Set<Integer>>();
    for (int i = 0; i < folds.length; i++) {
      foldOf.computeIfAbsent(contacts.subjects().get(i), s -> new HashSet<>()).add(folds[i]);
    }
    assertThat(foldOf.values()).allMatch(f -> f.size() == 1);
    var answered =
        IntStream.range(0, folds.length)
            .filter(i -> contacts.rows().get(i).responded())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> folds[i],
                    Collectors.mapping(i -> contacts.subjects().get(i), Collectors.toSet())));
    int each = contacts.subjectsThat(true) / 5;
    assertThat(answered.values()).hasSize(5).allMatch(s -> s.size() - each <= 1);
    assertThat(contacts.folds(5, 7)).isEqualTo(folds);
    assertThat(contacts.folds(5, 8)).isNotEqualTo(folds);
  }

  @Test
  void counts_subjects_of_each_outcome_not_rows() {
    var day = LocalDate.of(2020, 1, 1);
    var one = new Contact("s1", "c1", day, 0, day, true, new double[0]);
    var same = new Contact("s1", "c2", day, 0, day, true, new double[0]);
    var other = new Contact("s2", "c1", day, 0, day, false, new double[0]);
    var contacts = new Contacts(List.of(), List.of(one, same, other));
    assertThat(contacts.responders()).isEqualTo(2);
    assertThat(contacts.subjectsThat(true)).isEqualTo(1);
    assertThat(contacts.hasOfEach(1)).isTrue();
    assertThat(contacts.hasOfEach(2)).isFalse();
  }
}
