package io.biopilot.simulators.device;

import io.biopilot.connectors.Quality;
import io.biopilot.simulators.plant.Chance;
import java.util.List;

/**
 * Something wrong with an instrument for a while.
 *
 * @param tag the instrument
 * @param kind what is wrong
 * @param fromSecond first batch time at which it is (s)
 * @param untilSecond first batch time at which it is no more (s)
 * @param size how much, in the sense of the kind
 */
public record Fault(String tag, Kind kind, long fromSecond, long untilSecond, double size) {

  /** Share of samples that a spike hits. */
  private static final double SPIKE_SHARE = 0.05;

  /** The vocabulary of failures. */
  public enum Kind {
    /** No power: value 0 of bad quality. */
    OFF,
    /** The value at the onset for ever; quality stays good. */
    STUCK,
    /** One sample in twenty is off by size. */
    SPIKE,
    /** Off by size for each hour since the onset. */
    DRIFT,
    /** Off by size. */
    BIAS,
    /** No samples. */
    GAP,
    /** Not a number, of good quality. */
    NAN,
    /** Times size. */
    SCALE,
    /** Known size hours later. */
    LATE,
    /** Sent twice. */
    DUP
  }

  public Fault {
    if (!(untilSecond > fromSecond)) {
      throw new IllegalArgumentException(
          "fault %s of %s must end (%d s) after it begins (%d s)"
              .formatted(kind, tag, untilSecond, fromSecond));
    }
    if (!Double.isFinite(size)) {
      throw new IllegalArgumentException(
          "size of fault %s of %s must be finite, got %s".formatted(kind, tag, size));
    }
    if (kind == Kind.LATE && size < 0) {
      throw new IllegalArgumentException(
          "fault LATE of %s cannot make a value known before it is drawn: size %s h"
              .formatted(tag, size));
    }
  }

  /** Whether it acts on a sample of the instrument drawn at this batch time. */
  public boolean acts(String onTag, long second) {
    return tag.equals(onTag) && second >= fromSecond && second < untilSecond;
  }

  /**
   * What is left of a good reading.
   *
   * @param onset what the instrument said when the fault began
   */
  List<Reading> distort(Reading good, double onset, long seed) {
    double hours = (good.drawnSecond() - fromSecond) / 3600.0;
    return switch (kind) {
      case OFF ->
          List.of(new Reading(good.sensor(), 0, Quality.BAD, good.drawnSecond(), good.dueSecond()));
      case STUCK -> List.of(with(good, onset));
      case SPIKE -> List.of(with(good, good.value() + spike(seed, good.drawnSecond())));
      case DRIFT -> List.of(with(good, good.value() + size * hours));
      case BIAS -> List.of(with(good, good.value() + size));
      case GAP -> List.of();
      case NAN -> List.of(with(good, Double.NaN));
      case SCALE -> List.of(with(good, good.value() * size));
      case LATE -> List.of(later(good));
      case DUP -> List.of(good, good);
    };
  }

  private double spike(long seed, long second) {
    return Chance.uniform(seed, tag + " spike", second) < SPIKE_SHARE ? size : 0;
  }

  private static Reading with(Reading good, double value) {
    return new Reading(good.sensor(), value, good.quality(), good.drawnSecond(), good.dueSecond());
  }

  private Reading later(Reading good) {
    long due = good.dueSecond() + Math.round(size * 3600);
    return new Reading(good.sensor(), good.value(), good.quality(), good.drawnSecond(), due);
  }
}
