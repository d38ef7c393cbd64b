package io.biopilot.connectors;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What {@link ConnectorContract} needs of the far end of a connector, in canonical units. Its tags
 * are {@link #MEASURED}, {@link #FLOW} and {@link #REFUSED}.
 */
public interface PlantSide {
  /** Read-only, published in mg/L where the protocol has units of its own. */
  Tag MEASURED = new Tag("BR1", "Glucose", "g/L");

  /** Written and read, in mL/h where the protocol has units of its own. */
  Tag FLOW = new Tag("BR1", "Feed.Setpoint", "L/h");

  /** The far end refuses every write to it. */
  Tag REFUSED = new Tag("BR1", "ReadOnly", "L");

  /** No configuration maps it. */
  Tag UNMAPPED = new Tag("BR1", "Nowhere", "L");

  void publish(Tag tag, double value, Instant sourceTime, Quality quality);

  /** The last value written to the tag. */
  Optional<Double> written(Tag tag);

  /** Commands done so far, as text that holds their id. */
  List<String> commands();

  /** The line breaks until {@link #restore}. */
  void cut();

  void restore();
}
