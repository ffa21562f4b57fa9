package io.microtarget.pipeline;

import io.microtarget.source.Basis;
import io.microtarget.source.ColumnContract;
import io.microtarget.source.Mapping;
import io.microtarget.source.SourceSettings;
import io.microtarget.table.Kind;
import io.microtarget.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;

/**
 * The catalogue as a page of Markdown: a table a table, a line a column, and below a kind what the
 * sources of a business make of it.
 */
public final class CatalogPage {
  private static final String HEAD =
      """
      # Catalogue

      All tables of the lake, left to right through the rooms. *Personal data* says what a column \
      tells about people: none; pseudonymous (under a keyed pseudonym); indirect (tells people \
      apart when put together); direct (names somebody; in the vault only); special (GDPR article \
      9). Where purposes are empty, those of the basis of the source hold; where days are empty, \
      rows are kept until they are erased. A row that breaks a rule goes to quarantine under the \
      rule's id. Rules in brackets are what is usual: the contract of a source may state others.
      """;

  private CatalogPage() {}

  /**
   * The page.
   *
   * @param sources of one business by name; none for the kinds alone
   */
  public static String of(Map<String, SourceSettings> sources) {
    var page = new StringBuilder(HEAD);
    page.append("\n| table | kind | what a row is |\n| --- | --- | --- |\n");
    for (var table : Catalog.tables()) {
      row(page, "[%s](#%s)".formatted(table, table), kind(table), table.purpose());
    }
    for (var table : Catalog.tables()) {
      page.append("\n## ").append(table).append("\n\n").append(table.purpose());
      page.append(
          " *%s*, version %d, key %s.%n%n"
              .formatted(kind(table), table.version(), code(table.keys()))
              .replace("\r\n", "\n"));
      columns(page, table);
      if (table.kind() == Kind.EVENT) {
        new TreeMap<>(sources).forEach((name, s) -> source(page, table, name, s));
      }
    }
    return page.toString();
  }

  private static void columns(StringBuilder page, Table table) {
    row(
        page,
        "column",
        "type",
        "required",
        "rules",
        "personal data",
        "purposes",
        "days",
        "meaning");
    row(page, "---", "---", "---", "---", "---", "---", "---", "---");
    var contracts = Catalog.contracts(table);
    for (var field : table.schema().fields()) {
      var contract = contracts.get(field.name());
      row(
          page,
          "`" + field.name() + "`",
          field.dataType().sql(),
          contract.isRequired() ? "yes" : "",
          rules(table, field, contract),
          personalData(contract),
          String.join(", ", contract.purposes()),
          contract.retentionDays().map(String::valueOf).orElse(""),
          field.getComment().getOrElse(() -> ""));
    }
  }

  private static String rules(Table table, StructField field, ColumnContract contract) {
    var conditions = new ArrayList<String>();
    Catalog.rules(table, field.name())
        .forEach((id, condition) -> conditions.add(words(id, condition, contract)));
    var text = String.join("; ", conditions);
    return Catalog.isUsual(table, field.name()) ? "(" + text + ")" : text;
  }

  private static String words(String id, String condition, ColumnContract contract) {
    return switch (id.substring(0, id.indexOf(':'))) {
      case "finite" -> "finite";
      case "values" -> "one of " + String.join(", ", contract.values());
      case "pattern" -> "like `" + contract.pattern().orElseThrow() + "`";
      default -> "`" + condition + "`";
    };
  }

  private static void source(
      StringBuilder page, Table table, String name, SourceSettings settings) {
    if (!Mapping.kind(settings).equals(table)) {
      return;
    }
    page.append("\n### ").append(table).append(" from `").append(name).append("`\n\n");
    page.append(settings.basis().map(CatalogPage::basis).orElse("Without a basis."));
    if (!settings.identifiedBy().isEmpty()) {
      page.append(" Identified by ").append(code(settings.identifiedBy())).append('.');
    }
    if (!settings.knownAfter().isEmpty()) {
      page.append(" Known only after: ").append(code(settings.knownAfter())).append('.');
    }
    page.append("\n\n");
    row(page, "column", "from", "this source adds", "personal data", "purposes", "days");
    row(page, "---", "---", "---", "---", "---", "---");
    var added = new TreeMap<>(settings.contract());
    settings.columns().keySet().forEach(c -> added.putIfAbsent(c, ColumnContract.ANY));
    added.forEach(
        (column, contract) ->
            line(page, column, settings.columns().get(column), contract.words(), contract));
    new TreeMap<>(settings.attributes())
        .forEach(
            (attribute, text) ->
                line(
                    page,
                    "attributes." + attribute,
                    text,
                    settings.personal().contains(attribute) ? "in the vault only" : "",
                    ColumnContract.ANY));
    new TreeMap<>(settings.identifiers())
        .forEach(
            (type, text) ->
                line(page, "identifiers." + type, text, "keyed hash only", ColumnContract.ANY));
    new TreeMap<>(settings.compare())
        .forEach(
            (field, text) ->
                line(page, "compare." + field, text, "in the vault only", ColumnContract.ANY));
    new TreeMap<>(settings.rules())
        .forEach((id, text) -> line(page, "rule:" + id, text, "", ColumnContract.ANY));
  }

  private static void line(
      StringBuilder page, String column, String text, String adds, ColumnContract contract) {
    row(
        page,
        "`" + column + "`",
        text == null ? "" : "`" + text + "`",
        adds,
        personalData(contract),
        String.join(", ", contract.purposes()),
        contract.retentionDays().map(String::valueOf).orElse(""));
  }

  private static String basis(Basis basis) {
    return "Basis: %s, for %s, through %s."
        .formatted(
            basis.legalBasis().key(),
            String.join(", ", basis.purposes()),
            basis.channels().isEmpty() ? "no channel" : String.join(", ", basis.channels()));
  }

  private static String personalData(ColumnContract contract) {
    return contract.personalData().map(p -> p.name().toLowerCase(Locale.ROOT)).orElse("");
  }

  private static String kind(Table table) {
    return table.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String code(List<String> names) {
    return names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
  }

  private static void row(StringBuilder page, String... cells) {
    page.append('|');
    for (var cell : cells) {
      var text = cell.replace("|", "\\|").replaceAll("\\s*\\R\\s*", " ");
      page.append(text.isEmpty() ? " |" : " " + text + " |");
    }
    page.append('\n');
  }
}
