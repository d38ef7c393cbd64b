package io.biopilot.agent.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a plant's source times go at another speed than the configuration says: two
 * stretches of the wall clock in a row must say so alike, since values that were held up come in
 * bursts. Says it once. One thread.
 */
final class SpeedWatch {

  private static final Duration STRETCH = Duration.ofSeconds(5);

  /** Factor by which two stretches may differ and still agree. */
  private static final double ALIKE = 1.2;

  /** Factor by which the speed must be off. */
  private static final double OFF = 1.5;

  private final double configured;
  private @Nullable Instant wallThen;
  private Instant sourceThen = Instant.MIN;
  private Instant newest = Instant.MIN;
  private double before = Double.NaN;
  private boolean told;

  /**
   * @param configured plant time for one of the wall clock
   */
  SpeedWatch(double configured) {
    this.configured = configured;
  }

  /**
   * A value came.
   *
   * @param source its time in the plant
   * @param wall now
   * @return what is wrong, in words, the first time that it is sure; else null
   */
  @Nullable String seen(Instant source, Instant wall) {
    newest = source.isAfter(newest) ? source : newest;
    if (wallThen == null) {
      begin(wall);
      return null;
    }
    Duration passed = Duration.between(wallThen, wall);
    if (told || passed.compareTo(STRETCH) < 0) {
      return null;
    }
    double speed = (double) Duration.between(sourceThen, newest).toMillis() / passed.toMillis();
    boolean sure = alike(speed, before, ALIKE) && !alike(speed, configured, OFF);
    before = speed;
    begin(wall);
    if (!sure) {
      return null;
    }
    told = true;
    return String.format(
        Locale.ROOT,
        "its time goes %s times as fast as the clock, but the configuration says %s",
        rounded(speed),
        rounded(configured));
  }

  private void begin(Instant wall) {
    wallThen = wall;
    sourceThen = newest;
  }

  private static boolean alike(double one, double other, double factor) {
    return one > 0.0 && other > 0.0 && one < factor * other && other < factor * one;
  }

  private static String rounded(double speed) {
    return speed == Math.rint(speed) || speed >= 10.0
        ? String.format(Locale.ROOT, "%.0f", speed)
        : String.format(Locale.ROOT, "%.2g", speed);
  }
}
