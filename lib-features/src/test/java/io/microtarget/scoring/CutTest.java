package io.microtarget.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.feature.OccasionSettings.Window;
import io.microtarget.scoring.Contacts.Contact;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CutTest {
  private static final LocalDate DAY = LocalDate.of(2020, 1, 1);

  @Test
  void the_last_share_of_the_contacts_tests_and_all_before_it_train() {
    var contacts = calls(10, i -> i);
    var cut = Cut.of(settings(Window.CONTACT, 0.2), contacts).orElseThrow();
    assertThat(contacts.where(cut::isTraining).rows()).isEqualTo(contacts.rows().subList(0, 8));
    assertThat(contacts.where(cut::isTest).rows()).isEqualTo(contacts.rows().subList(8, 10));
  }

  @Test
  void a_share_that_is_no_whole_number_of_contacts_goes_to_the_test_part() {
    var contacts = calls(41_188, i -> i);
    var cut = Cut.of(settings(Window.CONTACT, 0.2), contacts).orElseThrow();
    assertThat(contacts.where(cut::isTraining).size()).isEqualTo(32_950);
    assertThat(contacts.where(cut::isTest).size()).isEqualTo(8_238);
  }

  @Test
  void contacts_of_one_moment_stay_together() {
    var contacts = calls(10, i -> i / 4);
    var cut = Cut.of(settings(Window.CONTACT, 0.3), contacts).orElseThrow();
    assertThat(contacts.where(cut::isTraining).size()).isEqualTo(4);
    assertThat(contacts.where(cut::isTest).size()).isEqualTo(6);
  }

  @Test
  void contacts_of_campaigns_are_cut_by_the_day_and_open_ones_are_neither() {
    var rows = new ArrayList<Contact>();
    for (int i = 0; i < 10; i++) {
      var start = DAY.plusDays(i);
      rows.add(new Contact("s" + i, "c", start, i, start.plusDays(3), false, new double[0]));
    }
    var contacts = new Contacts(List.of(), rows);
    var cut = Cut.of(settings(Window.CAMPAIGN, 0.2), contacts).orElseThrow();
    assertThat(cut.day()).isEqualTo(DAY.plusDays(8));
    assertThat(contacts.where(cut::isTraining).subjects())
        .containsExactly("s0", "s1", "s2", "s3", "s4");
    assertThat(contacts.where(cut::isTest).subjects()).containsExactly("s8", "s9");
  }

  @Test
  void there_is_no_cut_without_settings_or_contacts() {
    var none = Planted.settings(ModelSettings.Algorithm.LOGISTIC, List.of());
    assertThat(Cut.of(none, calls(3, i -> i)).orElseThrow().day()).isEqualTo(Planted.CUT);
    assertThat(Cut.of(settings(Window.CONTACT, 0.2), calls(0, i -> i))).isEmpty();
  }

  private static Contacts calls(int count, java.util.function.IntUnaryOperator at) {
    var rows = new ArrayList<Contact>();
    for (int i = 0; i < count; i++) {
      rows.add(new Contact("s" + i, "c", DAY, at.applyAsInt(i), DAY, false, new double[0]));
    }
    return new Contacts(List.of(), rows);
  }

  private static ModelSettings settings(Window window, double share) {
    var settings = Planted.settings(ModelSettings.Algorithm.LOGISTIC, List.of());
    return Planted.with(settings, window, Optional.empty(), Optional.of(share));
  }
}
