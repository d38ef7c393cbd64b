package io.biopilot.connectors;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A time-series store. Writes are durable in a spool before they are sent, so that a store that is
 * away loses nothing.
 */
public interface Historian {

  /**
   * One row, as in the line protocol.
   *
   * @param measurement e.g. {@code sensor}, {@code estimate}, {@code prediction}, {@code actuator},
   *     {@code alarm}
   * @param tags low-cardinality keys, e.g. reactor, tag, unit, quality
   * @param fields numbers, texts or booleans by name; never empty
   * @param time of validity
   */
  record Point(
      String measurement, Map<String, String> tags, Map<String, Object> fields, Instant time) {
    public Point {
      tags = Map.copyOf(tags);
      fields = Map.copyOf(fields);
      if (fields.isEmpty()) {
        throw new IllegalArgumentException("a point of %s has no field".formatted(measurement));
      }
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
