package io.microtarget.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a publication keeps of how its records were compared, so that the next one compares only
 * what is new and still finds what it would find by comparing everything: weights, threshold and
 * blocking rules. No value of a record is in it.
 *
 * @param how fingerprint of settings, sources and the method itself; another one means a new fit
 * @param records that it was fitted to
 * @param fields that records knew
 * @param rules by their steps, in the order of {@link Blocking#rules} of these fields
 */
record Kept(
    String how,
    long records,
    Set<Field> fields,
    MatchModel model,
    Threshold threshold,
    List<Candidates.Taken> rules) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Kept {
    fields = Set.copyOf(fields);
    rules = List.copyOf(rules);
  }

  /** One line of JSON; every number comes back with the same bits. */
  String json() {
    var json = JSON.createObjectNode();
    json.put("how", how).put("records", records);
    probabilities(json.putObject("m"), model.m());
    probabilities(json.putObject("u"), model.u());
    probabilities(json.putObject("h"), model.h());
    json.set("place", JSON.valueToTree(model.place()));
    json.set("lambda", JSON.valueToTree(model.lambda()));
    json.put("eta", model.eta());
    json.put("threshold", threshold.bits()).put("precision", threshold.precision());
    json.put("recall", threshold.recall()).put("links", threshold.links());
    var ofFields = json.putArray("fields");
    fields.stream().sorted().forEach(field -> ofFields.add(field.key()));
    var ofRules = json.putArray("rules");
    for (var rule : rules) {
      ofRules
          .addObject()
          .put("name", rule.name())
          .put("step", rule.choice().step())
          .put("most-records", rule.choice().mostRecords())
          .put("pairs", rule.choice().pairs())
          .put("left-out", rule.choice().leftOut());
    }
    return json.toString();
  }

  /**
   * @throws IllegalArgumentException if the text was not made by {@link #json}
   */
  static Kept ofJson(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a kept model is no JSON", e);
    }
    var lambda = new TreeMap<Integer, Double>();
    json.get("lambda")
        .fields()
        .forEachRemaining(e -> lambda.put(Integer.valueOf(e.getKey()), e.getValue().asDouble()));
    var m = probabilities(json.get("m"));
    var model =
        new MatchModel(
            m,
            probabilities(json.get("u")),
            probabilities(json.get("h")),
            new PlaceChance(m.keySet()),
            doubles(json.get("place")),
            lambda,
            json.get("eta").asDouble());
    var rules = new ArrayList<Candidates.Taken>();
    for (var rule : json.get("rules")) {
      rules.add(
          new Candidates.Taken(
              rule.get("name").asText(),
              new Blocking.Choice(
                  rule.get("step").asInt(),
                  rule.get("most-records").asInt(),
                  rule.get("pairs").asLong(),
                  rule.get("left-out").asLong())));
    }
    return new Kept(
        json.get("how").asText(),
        json.get("records").asLong(),
        fields(json.get("fields")),
        model,
        new Threshold(
            json.get("threshold").asDouble(),
            json.get("precision").asDouble(),
            json.get("recall").asDouble(),
            json.get("links").asLong()),
        rules);
  }

  private static void probabilities(ObjectNode json, Map<Field, double[]> of) {
    of.forEach((field, levels) -> json.set(field.key(), JSON.valueToTree(levels)));
  }

  private static Map<Field, double[]> probabilities(JsonNode json) {
    var of = new EnumMap<Field, double[]>(Field.class);
    for (var field : Field.values()) {
      if (json.has(field.key())) {
        of.put(field, doubles(json.get(field.key())));
      }
    }
    return of;
  }

  private static Set<Field> fields(JsonNode json) {
    var names = new HashSet<String>();
    json.forEach(name -> names.add(name.asText()));
    return Arrays.stream(Field.values())
        .filter(field -> names.contains(field.key()))
        .collect(Collectors.toSet());
  }

  private static double[] doubles(JsonNode json) {
    var values = new double[json.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = json.get(i).asDouble();
    }
    return values;
  }
}
