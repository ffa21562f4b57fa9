package io.microtarget.jobs.judge;

import io.microtarget.jobs.store.Ledger;
import io.microtarget.source.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether the lake accounts for every raw record that the town wrote, file by file: {@code in =
 * kept + filtered + quarantined + duplicates + late}, and {@code in} is what stands in the file.
 */
final class BalanceVerdict {
  private BalanceVerdict() {}

  /**
   * @param rows records of each file, from {@code raw/} on
   * @param deliveries that stand
   */
  static Finding of(Map<String, Long> rows, List<Ledger.Entry> deliveries, RawNames names) {
    var unread = new TreeSet<>(rows.keySet());
    unread.removeIf(file -> !file.startsWith("raw/"));
    var wrong = new ArrayList<String>();
    var all = Balance.NONE;
    var sources = new TreeSet<String>();
    for (var delivery : deliveries) {
      var file = names.of(delivery.source(), delivery.file());
      var balance = delivery.balance();
      var expected = rows.get(file);
      long parts =
          balance.kept()
              + balance.filtered()
              + balance.quarantined()
              + balance.duplicates()
              + balance.late();
      if (expected == null || expected != balance.in() || parts != balance.in()) {
        wrong.add(
            "%s of %s: %,d in the town, %,d in the lake, %,d accounted for"
                .formatted(
                    file, delivery.source(), expected == null ? 0 : expected, balance.in(), parts));
      }
      unread.remove(file);
      all = all.plus(balance);
      sources.add(delivery.source());
    }
    var finding =
        new Finding("balance")
            .line(
                "%,d deliveries of %,d sources: %,d agree to the row, %,d do not; raw files that no source read: %,d",
                deliveries.size(),
                sources.size(),
                deliveries.size() - wrong.size(),
                wrong.size(),
                unread.size())
            .line(
                "%,d rows in = %,d kept + %,d filtered + %,d quarantined + %,d duplicates + %,d late",
                all.in(),
                all.kept(),
                all.filtered(),
                all.quarantined(),
                all.duplicates(),
                all.late());
    wrong.stream().limit(10).forEach(line -> finding.line("  %s", line));
    unread.stream().limit(10).forEach(file -> finding.line("  not read: %s", file));
    return finding
        .put("sources", sources.size())
        .put("deliveries", deliveries.size())
        .put("not_exact", wrong.size())
        .put("files_not_read", unread.size())
        .put("rows_in", all.in())
        .put("rows_kept", all.kept())
        .put("rows_quarantined", all.quarantined());
  }
}
