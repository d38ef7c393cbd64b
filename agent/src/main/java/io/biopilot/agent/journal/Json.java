package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Numbers, vectors and maps as JSON and back, to the last bit; NaN and infinities as words. */
final class Json {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  static ObjectNode object() {
    return NODES.objectNode();
  }

  static JsonNode of(double value) {
    return Double.isFinite(value)
        ? NODES.numberNode(value)
        : NODES.textNode(Double.toString(value));
  }

  static double number(JsonNode node) {
    return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
  }

  static ArrayNode of(Vec vector) {
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < vector.size(); i++) {
      array.add(of(vector.get(i)));
    }
    return array;
  }

  static Vec vector(JsonNode node) {
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(node.get(i));
    }
    return Vec.of(values);
  }

  static ArrayNode of(List<Vec> vectors) {
    ArrayNode array = NODES.arrayNode();
    vectors.forEach(vector -> array.add(of(vector)));
    return array;
  }

  static List<Vec> vectors(JsonNode node) {
    List<Vec> vectors = new ArrayList<>();
    node.forEach(inner -> vectors.add(vector(inner)));
    return vectors;
  }

  static ArrayNode texts(List<String> texts) {
    ArrayNode array = NODES.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(inner -> texts.add(inner.textValue()));
    return texts;
  }

  /** Sorted by key, so that equal maps give equal text. */
  static ObjectNode of(Map<String, Double> map) {
    ObjectNode object = NODES.objectNode();
    new TreeMap<>(map).forEach((key, value) -> object.set(key, of(value)));
    return object;
  }

  static Map<String, Double> map(JsonNode node) {
    Map<String, Double> map = new TreeMap<>();
    node.fields().forEachRemaining(field -> map.put(field.getKey(), number(field.getValue())));
    return map;
  }

  static Instant instant(JsonNode node) {
    return Instant.parse(node.textValue());
  }
}
