package io.biopilot.bench.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What came of one batch, as a line of JSON: the summary of {@code biopilot demo --headless
 * --json}, with the contender's name and what it was run with.
 *
 * @param line one line of JSON
 */
record BatchResult(JsonNode line) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Longest time below DO 20 % of a batch that counts (min). */
  static final double FAILED_MINUTES = 10;

  /** Which batch. */
  record Key(long seed, String controller, String code) {}

  static BatchResult parse(String text) throws JsonProcessingException {
    return new BatchResult(MAPPER.readTree(text));
  }

  /**
   * From a summary.
   *
   * @param summary JSON of it
   * @param hours of the batch that were asked for; infinity for harvest
   */
  static BatchResult of(String summary, Key key, double hours) {
    try {
      ObjectNode node = (ObjectNode) MAPPER.readTree(summary);
      node.put("controller", key.controller());
      node.put("code", key.code());
      node.put("until", Double.isFinite(hours) ? Double.toString(hours) : "harvest");
      return new BatchResult(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a summary is not JSON: " + summary, e);
    }
  }

  String text() {
    return line.toString();
  }

  Key key() {
    return new Key(seed(), controller(), line.path("code").asText());
  }

  String until() {
    return line.path("until").asText();
  }

  long seed() {
    return line.path("seed").asLong();
  }

  String controller() {
    return line.path("controller").asText();
  }

  double product() {
    return line.path("product_g").asDouble(Double.NaN);
  }

  /** True minutes beyond a limit: {@code do}, {@code acetate}, {@code glucose}, {@code volume}. */
  double minutes(String limit) {
    return line.path("violation_minutes").path(limit).asDouble(Double.NaN);
  }

  boolean failed() {
    return minutes("do") > FAILED_MINUTES;
  }

  /** Product (g) if it counts, otherwise 0. */
  double counted() {
    return failed() ? 0 : product();
  }

  /** A number of the summary; NaN if it has none. */
  double number(String name) {
    return line.path(name).asDouble(Double.NaN);
  }

  /** A number inside an object of the summary; NaN if it has none. */
  double number(String object, String name) {
    return line.path(object).path(name).asDouble(Double.NaN);
  }
}
