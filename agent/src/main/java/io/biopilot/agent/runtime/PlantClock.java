package io.biopilot.agent.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The plant's time as the agent knows it. With a wall clock it is this machine's; else it follows
 * the source times: plant now = newest source time + speed × wall time since.
 */
final class PlantClock implements InstantSource {

  /** Plant time by which samples may be ahead of the clock and still set it. */
  private static final Duration LEAP = Duration.ofSeconds(60);

  private final InstantSource wall;
  private final double speed;
  private final boolean follows;
  private final AtomicReference<@Nullable Anchor> anchor = new AtomicReference<>();
  private final AtomicReference<@Nullable Leap> leap = new AtomicReference<>();

  /** A tag's claim that time is far ahead. */
  private record Leap(String tag, Instant to) {}

  /**
   * @param seen whether a source time says so; else it is only where an earlier run left off
   */
  private record Anchor(Instant plant, Instant wall, boolean seen) {}

  private PlantClock(InstantSource wall, boolean follows, double speed) {
    this.wall = wall;
    this.follows = follows;
    this.speed = speed;
  }

  static PlantClock wall(InstantSource wall) {
    return new PlantClock(wall, false, 1);
  }

  static PlantClock following(InstantSource wall, double speed) {
    return new PlantClock(wall, true, speed);
  }

  /** Plant time for one of the wall clock, as configured. */
  double speed() {
    return speed;
  }

  Instant wallNow() {
    return wall.instant();
  }

  /** Goes on from a time in the plant until the first source time says what it is now. */
  PlantClock from(Instant plant) {
    if (follows) {
      anchor.set(new Anchor(plant, wall.instant(), false));
    }
    return this;
  }

  /** Whether there is a time yet. */
  boolean started() {
    Anchor from = anchor.get();
    return !follows || (from != null && from.seen());
  }

  /**
   * A source time was seen: time is at least that. One that lies far ahead is believed when another
   * tag says so, too: a single instrument whose clock is wrong must not move the plant's.
   *
   * @param tag whose it is
   */
  void seen(String tag, Instant source) {
    if (!follows || (started() && !source.isAfter(instant()))) {
      return;
    }
    Leap first = leap.get();
    boolean near = !started() || !source.isAfter(instant().plus(LEAP));
    boolean agreed =
        first != null
            && !first.tag().equals(tag)
            && Duration.between(first.to(), source).abs().compareTo(LEAP) <= 0;
    if (near || agreed) {
      anchor.set(new Anchor(source, wall.instant(), true));
      leap.set(null);
    } else {
      leap.set(new Leap(tag, source));
    }
  }

  @Override
  public Instant instant() {
    Instant now = wall.instant();
    Anchor from = anchor.get();
    if (from == null) {
      return now;
    }
    double millis = (now.toEpochMilli() - from.wall().toEpochMilli()) * speed;
    return from.plant().plusMillis(Math.round(millis));
  }

  /** Wall time (ms) until the plant's clock shows the instant, at least 0. */
  long millisUntil(Instant plant) {
    double millis = plant.toEpochMilli() - instant().toEpochMilli();
    return Math.max(0, Math.round(millis / speed));
  }
}
