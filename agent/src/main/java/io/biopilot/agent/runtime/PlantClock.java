package io.biopilot.agent.runtime;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The plant's time as the agent knows it. With a wall clock it is this machine's; else it follows
 * the source times: plant now = newest source time + speed × wall time since.
 */
final class PlantClock implements InstantSource {

  private final InstantSource wall;
  private final double speed;
  private final boolean follows;
  private final AtomicReference<@Nullable Anchor> anchor = new AtomicReference<>();

  private record Anchor(Instant plant, Instant wall) {}

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

  /** Whether there is a time yet. */
  boolean started() {
    return !follows || anchor.get() != null;
  }

  /** A source time was seen: time is at least that. */
  void seen(Instant source) {
    if (follows && (anchor.get() == null || source.isAfter(instant()))) {
      anchor.set(new Anchor(source, wall.instant()));
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
