package io.biopilot.connectors.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a JSON message to a sample in canonical units. What is not understood is an {@link
 * Unreadable} that says what was found and what was expected; nothing is guessed.
 */
final class PayloadReader {
  private static final int LONGEST = 1 << 20;
  private static final int LONGEST_VECTOR = 100_000;

  /** Why a message cannot be a sample. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  private final ObjectMapper json =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(50)
                          .maxStringLength(65_536)
                          .maxNumberLength(50)
                          .maxDocumentLength(LONGEST)
                          .build())
                  .build())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  JsonNode parse(byte[] payload) throws Unreadable {
    if (payload.length > LONGEST) {
      throw new Unreadable("%s bytes, more than %s".formatted(payload.length, LONGEST));
    }
    try {
      JsonNode node = json.readTree(payload);
      if (node.isMissingNode()) {
        throw new Unreadable("empty, expected JSON");
      }
      return node;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " at line %s column %s".formatted(at.getLineNr(), at.getColumnNr());
      throw new Unreadable("not JSON%s: %s".formatted(where, e.getOriginalMessage()));
    } catch (IOException e) {
      throw new Unreadable("not JSON: " + e.getMessage());
    }
  }

  Sample sample(MqttTag tag, JsonNode message, Instant received) throws Unreadable {
    MqttTag.Fields fields = tag.fields();
    Quality quality =
        fields.quality() == null ? Quality.GOOD : quality(at(message, fields.quality()));
    Instant source =
        fields.time() == null ? received : time(at(message, fields.time()), fields.timeForm());
    return new Sample(
        tag.tag(), values(tag, message, quality), source, received, quality, tag.kind());
  }

  private static List<Double> values(MqttTag tag, JsonNode message, Quality quality)
      throws Unreadable {
    Conversion conversion = conversion(tag, message);
    List<Double> values = new ArrayList<>();
    for (String path : tag.fields().values()) {
      JsonNode found = at(message, path);
      if (found.isArray() && !found.isEmpty() && found.size() <= LONGEST_VECTOR) {
        for (JsonNode element : found) {
          values.add(number(path, element, quality, conversion));
        }
      } else {
        values.add(number(path, found, quality, conversion));
      }
    }
    return values;
  }

  private static double number(String path, JsonNode found, Quality quality, Conversion conversion)
      throws Unreadable {
    if (found.isBoolean()) {
      return conversion.apply(found.booleanValue() ? 1 : 0);
    }
    if (found.isNull() && quality == Quality.BAD) {
      return Double.NaN;
    }
    double number = found.isNumber() ? found.doubleValue() : Double.NaN;
    if (!Double.isFinite(number)) {
      throw new Unreadable("%s is %s, expected a number".formatted(path, shorten(found)));
    }
    return conversion.apply(number);
  }

  private static Conversion conversion(MqttTag tag, JsonNode message) throws Unreadable {
    String path = tag.fields().unit();
    JsonNode found = path == null ? null : find(message, path);
    String unit = found == null ? tag.scaling().unit() : found.asText();
    try {
      return Conversion.of(tag.scaling().scale(), tag.scaling().offset(), unit, tag.tag().unit());
    } catch (IllegalArgumentException e) {
      throw new Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Quality quality(JsonNode found) throws Unreadable {
    String text = found.asText().toUpperCase(Locale.ROOT);
    return switch (text) {
      case "GOOD", "192" -> Quality.GOOD;
      case "UNCERTAIN", "64" -> Quality.UNCERTAIN;
      case "BAD", "0", "STALE", "500" -> Quality.BAD;
      default ->
          throw new Unreadable(
              "quality is %s, expected GOOD, UNCERTAIN or BAD".formatted(shorten(found)));
    };
  }

  private static Instant time(JsonNode found, MqttTag.TimeForm form) throws Unreadable {
    try {
      if (form == MqttTag.TimeForm.ISO && found.isTextual()) {
        return OffsetDateTime.parse(found.asText()).toInstant();
      }
      if (form == MqttTag.TimeForm.EPOCH_MILLIS && found.canConvertToLong()) {
        return Instant.ofEpochMilli(found.longValue());
      }
      if (form == MqttTag.TimeForm.EPOCH_SECONDS && found.isNumber()) {
        return Instant.ofEpochMilli(Math.round(found.doubleValue() * 1000));
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new Unreadable(
        "source time is %s, expected %s"
            .formatted(
                shorten(found),
                form == MqttTag.TimeForm.ISO ? "e.g. 2026-01-01T03:20:00Z" : "a number"));
  }

  private static JsonNode at(JsonNode message, String path) throws Unreadable {
    JsonNode found = find(message, path);
    if (found == null) {
      throw new Unreadable("has no field %s: %s".formatted(path, shorten(message)));
    }
    return found;
  }

  private static @Nullable JsonNode find(JsonNode message, String path) {
    JsonNode node = message;
    for (String step : path.split("\\.", -1)) {
      JsonNode next =
          node.isArray() && step.matches("\\d{1,6}")
              ? node.get(Integer.parseInt(step))
              : node.get(step);
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  private static String shorten(JsonNode node) {
    String text = node.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
