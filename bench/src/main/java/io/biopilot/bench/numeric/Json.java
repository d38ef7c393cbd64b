package io.biopilot.bench.numeric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads what a peer or a probe printed. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** The last line of the output, as an object. */
  static JsonNode lastLine(String output) {
    String line = output.lines().reduce("", (before, next) -> next);
    try {
      return MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON in the last line of: " + output, e);
    }
  }
}
