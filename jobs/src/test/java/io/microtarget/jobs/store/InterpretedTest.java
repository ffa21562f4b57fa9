package io.microtarget.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.microtarget.testing.Sessions;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterpretedTest {
  @Test
  void a_session_that_was_told_does_everything() {
    assertThat(Interpreted.of(Sessions.shared())).isSameAs(Sessions.shared());
  }

  @Test
  void the_second_session_has_the_settings_of_the_first_but_compiles_nothing() {
    var first = Sessions.shared();
    var second = Interpreted.second(first);
    assertThat(second).isNotSameAs(first);
    assertThat(second.sparkContext()).isSameAs(first.sparkContext());
    for (var key :
        List.of(
            "spark.sql.session.timeZone",
            "spark.sql.shuffle.partitions",
            "spark.databricks.delta.snapshotPartitions")) {
      assertThat(second.conf().get(key)).as(key).isEqualTo(first.conf().get(key));
    }
    assertThat(second.conf().get("spark.sql.codegen.wholeStage")).isEqualTo("false");
    assertThat(second.conf().get("spark.sql.codegen.factoryMode")).isEqualTo("NO_CODEGEN");
  }

  @Test
  void tables_of_both_sessions_can_be_joined() {
    var first = Sessions.shared().range(5);
    var second = Interpreted.second(Sessions.shared()).range(3, 8);
    assertThat(second.join(first, "id").count()).isEqualTo(2);
    assertThat(first.union(second).count()).isEqualTo(10);
  }
}
