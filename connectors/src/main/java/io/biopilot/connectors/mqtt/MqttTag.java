package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the topic map: where in which message a value is. Several tags may share a topic.
 *
 * @param tag the agent's name and canonical unit
 * @param topic exact, without wildcards
 * @param fields where in the JSON
 * @param scaling of the number in the message
 * @param kind how its samples come about
 * @param place where the configuration says so, for messages
 */
public record MqttTag(
    Tag tag, String topic, Fields fields, Scaling scaling, SampleKind kind, String place) {

  public MqttTag {
    if (topic.isBlank() || topic.contains("#") || topic.contains("+")) {
      throw new IllegalArgumentException(
          "%s: topic '%s' of %s must be exact, without # and +".formatted(place, topic, tag));
    }
    Units.between(scaling.unit(), tag.unit());
  }

  /**
   * Paths of dot-separated names and array indices, e.g. {@code data.readings.0.v}.
   *
   * @param values one path (a number, or an array for a vector), or several that together make a
   *     vector
   * @param unit of the unit text; null where messages carry none
   * @param time of the source time; null where the time of arrival must do
   * @param quality of the quality; null where every value is good
   * @param timeForm how the time is written
   */
  public record Fields(
      List<String> values,
      @Nullable String unit,
      @Nullable String time,
      @Nullable String quality,
      TimeForm timeForm) {
    public Fields {
      values = List.copyOf(values);
    }

    /** {@code {"v": 4.2, "u": "g/L", "t": "2026-01-01T03:20:00Z", "q": "GOOD"}}. */
    public static final Fields STANDARD = new Fields(List.of("v"), "u", "t", "q", TimeForm.ISO);

    /** A vector of these fields and nothing else, e.g. a barrier's tick and count. */
    public static Fields only(String... values) {
      return new Fields(List.of(values), null, null, null, TimeForm.ISO);
    }
  }

  /** How a source time is written. */
  public enum TimeForm {
    /** ISO 8601 with an offset or Z. */
    ISO,
    EPOCH_SECONDS,
    EPOCH_MILLIS
  }

  /**
   * From the message's number to a unit: number · scale + offset.
   *
   * @param unit of messages that carry none; a unit in the message wins
   */
  public record Scaling(double scale, double offset, String unit) {}

  /** Standard fields, unscaled, in the tag's own unit unless the message says another. */
  public static MqttTag of(Tag tag, String topic, SampleKind kind, String place) {
    return new MqttTag(tag, topic, Fields.STANDARD, new Scaling(1, 0, tag.unit()), kind, place);
  }
}
