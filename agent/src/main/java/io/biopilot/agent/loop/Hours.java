package io.biopilot.agent.loop;

import java.time.Duration;
import java.time.Instant;

/** Between the clock and hours since batch start. */
public final class Hours {

  private static final double NANOS_PER_HOUR = 3.6e12;

  private Hours() {}

  /** h from one instant to another; exact to the nanosecond over the length of any batch. */
  public static double between(Instant from, Instant to) {
    Duration duration = Duration.between(from, to);
    return duration.getSeconds() / 3600.0 + duration.getNano() / NANOS_PER_HOUR;
  }

  /** The instant so many hours later, to the nearest millisecond. */
  public static Instant after(Instant from, double hours) {
    return from.plus(duration(hours));
  }

  /** So many hours, to the nearest millisecond. */
  static Duration duration(double hours) {
    return Duration.ofMillis(Math.round(hours * 3_600_000));
  }
}
