package io.biopilot.connectors;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/**
 * A time-series store. Writes are durable in a spool before they are sent, so that a store that is
 * away loses nothing. One adapter a store; all pass {@code HistorianContract}.
 *
 * <p>Points with the same measurement, tags and time (microseconds) are one point and the last one
 * wins, so that sending a batch again does no harm: give all fields of one time in one point.
 */
public interface Historian {

  /**
   * One row, as in the line protocol.
   *
   * @param measurement e.g. {@code sensor}, {@code estimate}, {@code prediction}, {@code actuator},
   *     {@code alarm}
   * @param tags low-cardinality keys, e.g. reactor, tag, unit, quality
   * @param fields by name; {@link Double} (finite: a store has no NaN, leave the field out), {@link
   *     Long}, {@link Boolean} or {@link String}; never empty. A name keeps its type for good, and
   *     differs from all tag names
   * @param time of validity; stores keep microseconds
   */
  record Point(
      String measurement, Map<String, String> tags, Map<String, Object> fields, Instant time) {
    public Point {
      tags = Map.copyOf(tags);
      Map<String, Object> kept = new TreeMap<>();
      fields.forEach((name, value) -> kept.put(name, storable(measurement, name, value)));
      fields = Map.copyOf(kept);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("a point of %s has no field".formatted(measurement));
      }
      tags.forEach((name, value) -> requireKey(measurement, name, value));
      for (String name : fields.keySet()) {
        if (tags.containsKey(name)) {
          throw new IllegalArgumentException(
              "%s has both a tag and a field named %s".formatted(measurement, name));
        }
      }
    }

    private static void requireKey(String measurement, String name, String value) {
      if (value.isEmpty()
          || value.endsWith("\\")
          || (name + value).chars().anyMatch(c -> c < ' ')) {
        throw new IllegalArgumentException(
            "tag %s of %s is '%s'; a store takes no empty one, no line break and no \\ at its end"
                .formatted(name, measurement, value));
      }
    }

    private static Object storable(String measurement, String name, Object value) {
      if (value instanceof Integer number) {
        return number.longValue();
      }
      boolean number = value instanceof Long || (value instanceof Double d && Double.isFinite(d));
      if (number || value instanceof Boolean || value instanceof String) {
        return value;
      }
      throw new IllegalArgumentException(
          "field %s of %s is %s (%s); a store takes finite Double, Long, Boolean and String"
              .formatted(name, measurement, value, value.getClass().getSimpleName()));
    }
  }

  /** Rows of a measurement with the given tag values in [from, to), sorted by time. */
  record Query(String measurement, Map<String, String> tags, Instant from, Instant to, int limit) {
    public Query {
      tags = Map.copyOf(tags);
    }
  }

  CompletionStage<Void> open();

  /** Accepts points; returns when they are spooled, not when they are stored. */
  void append(List<Point> points);

  /** Completes when everything appended before the call is in the store. */
  CompletionStage<Void> flush();

  CompletionStage<List<Point>> query(Query query);

  CompletionStage<Void> close();
}
