package io.microtarget.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundedTest {
  private static final ReportData SHOP = Examples.shop();
  private static final ReportData ROUNDED = Rounded.of(SHOP);

  @Test
  void every_count_of_people_is_a_multiple_of_five_or_too_small_to_be_shown() {
    var counts = new HashMap<String, Long>();
    ROUNDED.segments().forEach(s -> counts.put("segment " + s.id(), s.size()));
    ROUNDED.steps().forEach(s -> counts.put("left " + s.name(), s.left()));
    ROUNDED.steps().forEach(s -> counts.put("dropped " + s.name(), s.dropped()));
    ROUNDED.contacts().forEach(c -> counts.put("chosen " + c.offer(), c.chosen()));
    ROUNDED.contacts().forEach(c -> counts.put("candidates " + c.offer(), c.candidates()));
    ROUNDED.contacts().forEach(c -> counts.put("held out " + c.offer(), c.heldOut()));
    ROUNDED.campaigns().forEach(c -> counts.put("campaign " + c.id() + c.decile(), c.contacts()));
    ROUNDED.identity().changes().forEach((name, n) -> counts.put("records " + name, n));
    ROUNDED.figures().forEach(f -> counts.put("figure " + f, f.count().orElse(0L)));
    assertThat(counts).hasSizeGreaterThan(50);
    counts.forEach(
        (name, n) ->
            assertThat(n % 5 == 0 || SmallCells.isSmall(n, SHOP.minimumCell())).as(name).isTrue());
  }

  @Test
  void a_share_times_its_total_gives_the_rounded_count_and_not_the_exact_one() {
    long total = SmallCells.round(SHOP.segments().stream().mapToLong(s -> s.size()).sum());
    for (var segment : ROUNDED.segments()) {
      assertThat(segment.share() * total).isCloseTo(segment.size(), within(1e-6));
    }
    for (var campaign : ROUNDED.campaigns()) {
      var answered = campaign.rate().orElse(0.0) * campaign.contacts();
      if (!SmallCells.isSmall(campaign.responders(), SHOP.minimumCell())) {
        assertThat(answered).as(campaign.id()).isCloseTo(campaign.responders(), within(1e-6));
        assertThat(campaign.low().orElse(0.0)).isLessThanOrEqualTo(campaign.rate().orElse(0.0));
      }
    }
  }

  @Test
  void costs_are_those_of_the_contacts_shown() {
    for (int i = 0; i < SHOP.contacts().size(); i++) {
      var exact = SHOP.contacts().get(i);
      var shown = ROUNDED.contacts().get(i);
      if (!SmallCells.isSmall(exact.chosen(), SHOP.minimumCell()) && exact.chosen() > 0) {
        assertThat(shown.cost() / shown.chosen())
            .isCloseTo(exact.cost() / exact.chosen(), within(1e-9));
      }
    }
  }

  @Test
  void small_counts_stay_small_so_that_the_page_hides_them() {
    assertThat(SmallCells.parts(List.of(22L, 19L, 101L), 20))
        .containsExactly("not shown", "below 20", "100");
  }
}
