package io.microtarget.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.microtarget.source.Balance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run says about itself in one line of JSON. */
record Result(
    String run,
    String config,
    String asOf,
    String knownAt,
    String status,
    double seconds,
    long peakRssMb,
    Map<String, Balance> sources,
    List<StageResult> stages,
    Map<String, Double> metrics,
    Map<String, String> checksums,
    List<String> stale,
    String report) {

  /** One stage of the run. */
  record StageResult(String name, long rowsIn, long rowsOut, double seconds, double cpuSeconds) {}

  String json() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("run", run);
    fields.put("config", config);
    fields.put("as_of", asOf);
    fields.put("known_at", knownAt);
    fields.put("status", status);
    fields.put("seconds", rounded(seconds, 1));
    fields.put("peak_rss_mb", peakRssMb);
    var balances = new LinkedHashMap<String, Object>();
    sources.forEach((name, balance) -> balances.put(name, fields(balance)));
    fields.put("sources", balances);
    var steps = new ArrayList<Map<String, Object>>();
    stages.forEach(stage -> steps.add(fields(stage)));
    fields.put("stages", steps);
    var figures = new LinkedHashMap<String, Object>();
    metrics.forEach((name, value) -> figures.put(name, rounded(value, 6)));
    fields.put("metrics", figures);
    fields.put("checksums", checksums);
    fields.put("stale", stale);
    fields.put("report", report);
    try {
      return new ObjectMapper().writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> fields(Balance balance) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("in", balance.in());
    fields.put("kept", balance.kept());
    fields.put("filtered", balance.filtered());
    fields.put("quarantined", balance.quarantined());
    fields.put("duplicates", balance.duplicates());
    fields.put("late", balance.late());
    return fields;
  }

  private static Map<String, Object> fields(StageResult stage) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("name", stage.name());
    fields.put("rows_in", stage.rowsIn());
    fields.put("rows_out", stage.rowsOut());
    fields.put("seconds", rounded(stage.seconds(), 1));
    fields.put("cpu_seconds", rounded(stage.cpuSeconds(), 1));
    return fields;
  }

  private static BigDecimal rounded(double value, int digits) {
    return BigDecimal.valueOf(value)
        .setScale(digits, RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .add(BigDecimal.ZERO);
  }
}
