package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a replay must know before the first event.
 *
 * @param configFile as the user gave it; relative paths in the text are meant from its folder
 * @param config text of the configuration
 * @param shadow whether nothing was written
 * @param modelHash of the model that the first batch starts with
 * @param kernel back end of the networks
 * @param planSeconds whether plans had a deadline in time beside their iterations
 */
public record JournalHeader(
    String configFile,
    String config,
    boolean shadow,
    String modelHash,
    String kernel,
    boolean planSeconds) {

  static final int FORMAT = 1;

  ObjectNode encode() {
    ObjectNode json = Json.object();
    json.put("journal", FORMAT).put("configFile", configFile).put("config", config);
    json.put("shadow", shadow).put("model", modelHash).put("kernel", kernel);
    return json.put("planSeconds", planSeconds);
  }

  static JournalHeader decode(JsonNode json) {
    if (json.path("journal").intValue() != FORMAT) {
      throw new IllegalArgumentException(
          "this is no journal of format %d: %s".formatted(FORMAT, json.path("journal")));
    }
    return new JournalHeader(
        json.get("configFile").textValue(),
        json.get("config").textValue(),
        json.get("shadow").booleanValue(),
        json.get("model").textValue(),
        json.get("kernel").textValue(),
        json.get("planSeconds").booleanValue());
  }
}
