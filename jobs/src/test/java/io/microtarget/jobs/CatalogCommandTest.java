package io.microtarget.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.microtarget.pipeline.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogCommandTest {
  private static final String BUSINESS =
      """
      include "reference"
      business { name = "Bookshop", jurisdiction = DE, currency = EUR, zone = "Europe/Berlin" }
      lake { root = "s3a://bucket/lake" }
      sources {
        bons {
          kind = purchase, format = csv, path = "bons.csv", identified-by = [basket-id]
          basis { legal-basis = contract, purposes = [analysis], channels = [mail] }
          columns { native-id = "customer", event-time = "at", amount = "eur", basket-id = "bon" }
          attributes { note = "note", name = "name" }
          personal = [name]
          known-after = [note]
          rules { sane = "eur < 1e6" }
          contract {
            quantity { least = -1000 }
            basket-id { required = true, pattern = "[0-9]{6}|x", purposes = [analysis] }
            attributes { personal-data = special, retention-days = 30 }
            product-id { values = ["it's", "b"] }
          }
        }
      }
      """;

  private static final JsonSchema STANDARD = standard();

  @TempDir Path folder;

  @Test
  void the_vendored_schema_of_the_standard_is_unchanged() throws Exception {
    var bytes = CatalogCommandTest.class.getResourceAsStream(SCHEMA).readAllBytes();
    assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
        .isEqualTo("1a35de14c688b400fef306564f66e2af3304f057cd5cd6e7b847c1a8bf252c5b");
  }

  @Test
  void the_yaml_fulfils_the_standard_with_a_business_and_without() throws IOException {
    assertThat(STANDARD.validate(odcs())).isEmpty();
    assertThat(STANDARD.validate(odcs("--config", business(BUSINESS)))).isEmpty();
  }

  @Test
  void a_spoiled_contract_does_not() throws IOException {
    assertThat(spoiled(c -> c.remove("id"))).anyMatch(m -> m.contains("'id'"));
    assertThat(spoiled(c -> c.put("owner", "me"))).anyMatch(m -> m.contains("owner"));
    assertThat(spoiled(c -> c.put("apiVersion", "v9"))).anyMatch(m -> m.contains("apiVersion"));
    assertThat(spoiled(c -> property(c).put("logicalType", "money")))
        .anyMatch(m -> m.contains("logicalType"));
    assertThat(spoiled(c -> property(c).put("retentionDays", 3)))
        .anyMatch(m -> m.contains("retentionDays"));
    assertThat(spoiled(c -> ((ObjectNode) property(c).path("quality").get(0)).remove("mustBe")))
        .anyMatch(m -> m.contains("mustBe"));
  }

  @Test
  void every_table_is_an_object_and_every_column_a_property_of_its_class() throws IOException {
    var contract = odcs();
    for (var table : Catalog.tables()) {
      var object = find(contract.path("schema"), table.name());
      assertThat(object.path("properties").findValuesAsText("name"))
          .as(table.name())
          .containsAll(table.columns());
      assertThat(object.path("properties")).hasSize(table.columns().size());
      assertThat(object.path("properties"))
          .allMatch(p -> !p.path("classification").isMissingNode());
    }
    var latitude = find(find(contract.path("schema"), "location").path("properties"), "latitude");
    assertThat(latitude.toString())
        .contains("\"minimum\":-90.0,\"maximum\":90.0")
        .contains("\"classification\":\"indirect\"")
        .contains("WHERE NOT (latitude >= -90 and latitude <= 90)");
    assertThat(contract.path("slaProperties").toString())
        .contains("\"value\":90,\"unit\":\"d\",\"element\":\"location.event_time\"")
        .contains("\"value\":1095,\"unit\":\"d\",\"element\":\"party.recorded_at\"");
  }

  @Test
  void what_the_sources_of_a_business_add_stands_beside_it() throws IOException {
    var contract = odcs("--config", business(BUSINESS));
    assertThat(contract.path("name").asText()).isEqualTo("Bookshop");
    assertThat(contract.path("servers").get(0).path("location").asText())
        .isEqualTo("s3a://bucket/lake");
    var purchase = find(contract.path("schema"), "purchase");
    assertThat(purchase.path("customProperties").toString())
        .contains(
            "{\"source\":\"bons\",\"legalBasis\":\"contract\",\"purposes\":[\"analysis\"],"
                + "\"channels\":[\"mail\"]}");
    var quantity = find(purchase.path("properties"), "quantity").path("quality");
    assertThat(quantity.get(0).path("query").asText()).endsWith("NOT (quantity >= 0)");
    assertThat(quantity.get(1).path("query").asText())
        .endsWith(
            "NOT (quantity >= -1000) AND delivery_id IN (SELECT delivery_id FROM delivery"
                + " WHERE source = 'bons')");
    var basket = find(purchase.path("properties"), "basket_id");
    assertThat(basket.path("quality").findValuesAsText("name"))
        .containsExactly("required:basket-id", "pattern:basket-id");
    assertThat(basket.path("customProperties").toString())
        .contains("{\"source\":\"bons\",\"purposes\":[\"analysis\"]}");
    assertThat(find(purchase.path("properties"), "attributes").path("customProperties").toString())
        .contains("{\"source\":\"bons\",\"classification\":\"special\"}");
    assertThat(contract.path("slaProperties").toString())
        .contains("\"value\":30,\"unit\":\"d\",\"element\":\"purchase.attributes\"");
  }

  @Test
  void the_page_has_every_table_and_every_column() {
    var page = Command.run("catalog").ok().out();
    var sections = Arrays.asList(page.split("(?m)^## "));
    assertThat(sections).hasSize(Catalog.tables().size() + 1);
    for (int i = 0; i < Catalog.tables().size(); i++) {
      var table = Catalog.tables().get(i);
      assertThat(sections.get(i + 1)).startsWith(table + "\n\n" + table.purpose());
      for (var field : table.schema().fields()) {
        assertThat(sections.get(i + 1))
            .contains("\n| `" + field.name() + "` | " + field.dataType().sql() + " |")
            .contains(" | " + field.getComment().get() + " |");
      }
    }
    assertThat(page)
        .contains("| `quantity` | DECIMAL(18,3) | | (`quantity >= 0`) | pseudonymous | | 1095 |")
        .contains("| `status` | STRING | yes | one of GRANT, DENY, REVOKED | pseudonymous | | |")
        .contains("| `currency` | STRING | | like `[A-Z]{3}` | none | |")
        .contains("| `value` | STRING | | | direct | |");
  }

  @Test
  void the_page_of_a_business_says_what_its_sources_add() throws IOException {
    var page = Command.run("catalog", "--config", business(BUSINESS)).ok().out();
    assertThat(page)
        .contains(
            """
            ### purchase from `bons`

            Basis: contract, for analysis, through mail. Identified by `basket-id`. Known only \
            after: `note`.

            | column | from | this source adds | personal data | purposes | days |
            | --- | --- | --- | --- | --- | --- |
            | `amount` | `eur` | | | | |
            | `attributes` | | | special | | 30 |
            | `basket-id` | `bon` | required; like [0-9]{6}\\|x | | analysis | |
            | `event-time` | `at` | | | | |
            | `native-id` | `customer` | | | | |
            | `product-id` | | one of it's, b | | | |
            | `quantity` | | at least -1000 | | | |
            | `attributes.name` | `name` | in the vault only | | | |
            | `attributes.note` | `note` | | | | |
            | `rule:sane` | `eur < 1e6` | | | | |
            """);
  }

  @Test
  void writes_a_file_or_says_why_not() throws IOException {
    var file = folder.resolve("lake.odcs.yaml");
    assertThat(Command.run("catalog", "--format", "odcs", "--out", file.toString()).ok().out())
        .isEmpty();
    assertThat(STANDARD.validate(new YAMLMapper().readTree(Files.readString(file)))).isEmpty();
    var nowhere = folder.resolve("no/such/file");
    var outcome = Command.run("catalog", "--out", nowhere.toString());
    assertThat(outcome.code()).isEqualTo(Exit.SETTINGS);
    assertThat(outcome.err()).contains("--out: cannot write " + nowhere + " (NoSuchFileException)");
  }

  @Test
  void names_what_is_wrong_with_the_contracts_of_the_sources() throws IOException {
    var wrong = business(BUSINESS.replace("quantity {", "quantty {").replace("{6}", "{6"));
    var outcome = Command.run("catalog", "--config", wrong);
    assertThat(outcome.code()).isEqualTo(Exit.SETTINGS);
    assertThat(outcome.err())
        .contains(
            "sources.bons.contract.basket-id.pattern: '[0-9]{6|x' is no regular expression:"
                + " Unclosed counted closure")
        .contains(
            "sources.bons.contract.quantty: kind purchase has no such column; did you mean"
                + " `quantity`?");
    var lonely = Command.run("catalog", "--set", "policy.budget=1");
    assertThat(lonely.code()).isEqualTo(Exit.SETTINGS);
    assertThat(lonely.err())
        .contains("--set needs --config: without a business there is nothing to set");
  }

  private static final String SCHEMA = "/odcs/odcs-json-schema-v3.1.0.json";

  private static JsonSchema standard() {
    return JsonSchemaFactory.getInstance(VersionFlag.V201909)
        .getSchema(CatalogCommandTest.class.getResourceAsStream(SCHEMA));
  }

  private static JsonNode odcs(String... more) throws IOException {
    var arguments = new java.util.ArrayList<>(List.of("catalog", "--format", "odcs"));
    arguments.addAll(List.of(more));
    return new YAMLMapper().readTree(Command.run(arguments.toArray(String[]::new)).ok().out());
  }

  private static List<String> spoiled(Consumer<ObjectNode> spoil) throws IOException {
    var contract = (ObjectNode) new ObjectMapper().readTree(odcs().toString());
    spoil.accept(contract);
    Set<ValidationMessage> messages = STANDARD.validate(contract);
    return messages.stream().map(ValidationMessage::getMessage).toList();
  }

  private static ObjectNode property(JsonNode contract) {
    return (ObjectNode) contract.path("schema").get(0).path("properties").get(0);
  }

  private static JsonNode find(JsonNode list, String name) {
    for (var node : list) {
      if (node.path("name").asText().equals(name)) {
        return node;
      }
    }
    throw new AssertionError("no " + name);
  }

  private String business(String settings) throws IOException {
    return Files.writeString(folder.resolve("business.conf"), settings).toString();
  }
}
