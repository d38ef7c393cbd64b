package io.biopilot.connectors;

import java.time.Instant;
import java.util.List;

/**
 * One reading as it arrived.
 *
 * @param tag what it is, with its canonical unit
 * @param value scalar as a vector of length one; a spectrum or an omics profile has more
 * @param sourceTime when it was true (instrument's or sampler's clock)
 * @param receiveTime when it reached us
 * @param quality as the source said
 * @param kind online, at-line or offline
 */
public record Sample(
    Tag tag,
    List<Double> value,
    Instant sourceTime,
    Instant receiveTime,
    Quality quality,
    SampleKind kind) {
  public Sample {
    value = List.copyOf(value);
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a sample of %s has no value".formatted(tag));
    }
  }

  /** The value of a scalar sample. */
  public double scalar() {
    return value.get(0);
  }
}
