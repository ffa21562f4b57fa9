package io.microtarget.vault;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.microtarget.testing.TextTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudonymTest {
  private static final String KEY = "a test key of 24 letters";
  private static final Pseudonym PSEUDONYM = of(KEY);

  @Test
  void equals_values_computed_with_another_implementation() {
    // Python: d = hmac.new(key, space, sha256).digest(); hmac.new(d, id, sha256).hexdigest()[:32]
    assertThat(PSEUDONYM.of("customer", "4711")).isEqualTo("83ae5f6f24aae8970b411ba7f7c960fb");
    assertThat(PSEUDONYM.of("customer", "J\u00f6rg")).isEqualTo("3666d95666ecdd236d96e5685d4d6d26");
    assertThat(PSEUDONYM.of("card", "4711")).isEqualTo("8b719717c3eb6f4deae1f3fc67e94b06");
  }

  @Test
  void space_and_id_cannot_run_into_each_other() {
    assertThat(PSEUDONYM.of("ab", "c")).isNotEqualTo(PSEUDONYM.of("a", "bc"));
  }

  @Test
  void another_key_gives_another_pseudonym() {
    var other = of("b test key of 24 letters");
    assertThat(other.of("customer", "4711")).isNotEqualTo(PSEUDONYM.of("customer", "4711"));
  }

  @Test
  void a_column_equals_the_single_values_and_null_stays_null() {
    var rows = TextTable.rows("id STRING\n4711\n4711\nnone\n4712\n4711");
    var ids = rows.selectExpr("nullif(id, 'none') as id");
    var made =
        ids.select(col("id"), PSEUDONYM.column("customer", col("id")).as("p")).collectAsList();
    assertThat(made).hasSize(5).anyMatch(r -> r.isNullAt(0));
    for (var row : made) {
      var expected = row.isNullAt(0) ? null : PSEUDONYM.of("customer", row.getString(0));
      assertThat(row.getString(1)).isEqualTo(expected);
    }
  }

  @Test
  void the_key_does_not_stand_in_a_plan() {
    var rows = TextTable.rows("id STRING\n4711");
    var plan =
        rows.select(PSEUDONYM.column("customer", col("id")).as("p")).queryExecution().toString();
    assertThat(plan).contains("UDF").doesNotContain(KEY).doesNotContain("a test key");
    assertThat(PSEUDONYM.toString()).doesNotContain(KEY);
  }

  @Test
  void refuses_a_key_of_fewer_than_16_bytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of("fifteen letters"))
        .withMessage("vault.key must be at least 16 bytes long");
    assertThat(of("sixteen letters!").version()).isEqualTo(1);
  }

  @Test
  void later_changes_of_the_given_bytes_change_nothing() {
    var bytes = KEY.getBytes(StandardCharsets.UTF_8);
    var pseudonym = new Pseudonym(bytes, 1);
    List.of(0, 1, 2).forEach(i -> bytes[i] = 0);
    assertThat(pseudonym.of("customer", "4711")).isEqualTo(PSEUDONYM.of("customer", "4711"));
  }

  @Test
  void a_chain_renews_what_the_keys_before_made() {
    var one = chain(1);
    var two = chain(2);
    var three = chain(3);
    assertThat(List.of(one.version(), two.version(), three.version())).containsExactly(1, 2, 3);
    assertThat(one.of("customer", "4711")).isEqualTo(PSEUDONYM.of("customer", "4711"));
    var rows = TextTable.rows("p STRING\n" + one.of("customer", "4711"));
    var renewed = rows.select(two.renewed(col("p")).as("p"));
    assertThat(renewed.first().getString(0)).isEqualTo(two.of("customer", "4711"));
    var again = renewed.select(three.renewed(col("p")).as("p"));
    assertThat(again.first().getString(0))
        .isEqualTo(three.of("customer", "4711"))
        .isNotEqualTo(two.of("customer", "4711"));
  }

  @Test
  void equals_a_chain_computed_with_another_implementation() {
    // printf 'rekey' | openssl dgst -sha256 -hmac 'key number 1, long enough' (first 32 digits: K)
    // printf '83ae5f6f24aae8970b411ba7f7c960fb' | xxd -r -p | openssl enc -aes-128-ecb -nopad -K K
    assertThat(chain(2).of("customer", "4711")).isEqualTo("007178c13b575e7540a5a2292bb6944b");
  }

  @Test
  void what_is_no_pseudonym_is_not_renewed() {
    var rows = TextTable.rows("p STRING\ndelivery:12\nnone\n4711");
    var renewed = rows.select(chain(2).renewed(expr("nullif(p, 'none')")).as("p")).collectAsList();
    assertThat(renewed)
        .extracting(r -> r.getString(0))
        .containsExactly("delivery:12", null, "4711");
  }

  @Test
  void a_tombstone_is_found_after_every_renewal() {
    var person = chain(1).of("customer", "4711");
    var tombstone = chain(1).of("tombstone:record", person);
    var prefix = chain(1).prefix(person);
    assertThat(prefix).isEqualTo(person.substring(0, 8));
    for (int keys = 2; keys <= 3; keys++) {
      var chain = chain(keys);
      var row =
          TextTable.rows(
                  "p STRING | t STRING | x STRING\n%s | %s | %s"
                      .formatted(person, tombstone, prefix))
              .select(
                  chain.renewed(col("p")).as("p"),
                  chain.renewed(col("t")).as("t"),
                  chain.renewedPrefix(col("x")).as("x"))
              .withColumn("x_of_p", chain.prefix(col("p")))
              .first();
      person = row.getString(0);
      tombstone = row.getString(1);
      prefix = row.getString(2);
      assertThat(chain.of("tombstone:record", person)).isEqualTo(tombstone);
      assertThat(List.of(chain.prefix(person), row.getString(3))).containsOnly(prefix);
      assertThat(person).doesNotStartWith(prefix);
    }
  }

  private static Pseudonym chain(int keys) {
    var chain = new ArrayList<byte[]>(List.of(KEY.getBytes(StandardCharsets.UTF_8)));
    for (int i = 1; i < keys; i++) {
      chain.add("key number %d, long enough".formatted(i).getBytes(StandardCharsets.UTF_8));
    }
    return Pseudonym.chained(chain);
  }

  private static Pseudonym of(String key) {
    return new Pseudonym(key.getBytes(StandardCharsets.UTF_8), 1);
  }
}
