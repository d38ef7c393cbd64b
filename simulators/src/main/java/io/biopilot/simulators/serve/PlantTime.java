package io.biopilot.simulators.serve;

import io.biopilot.simulators.serve.Pace.Clocked;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;

/**
 * Plant time against wall time, all in milliseconds.
 *
 * @param speed plant time for one of wall time
 * @param originWall a wall time, and
 * @param originPlant the plant time at it
 * @param epoch wall time that plant time zero stands for in source times
 */
record PlantTime(double speed, long originWall, long originPlant, long epoch) {

  /** In lock step source times begin here, so that two runs of a seed are the same. */
  private static final long LOCK_STEP_EPOCH = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** Source times begin at the wall's now; in lock step at a fixed date, and speed has no part. */
  static PlantTime starting(Pace pace, long wallMillis) {
    return pace instanceof Clocked clocked
        ? new PlantTime(clocked.speed(), wallMillis, 0, wallMillis)
        : new PlantTime(1, wallMillis, 0, LOCK_STEP_EPOCH);
  }

  /**
   * Goes on from a snapshot: what has passed since on the wall passes in the plant, too. A wall
   * clock that was set back in between has not passed at all.
   */
  static PlantTime resuming(Clocked pace, Snapshot.Time time, long wallMillis) {
    long origin = Math.min(time.wall(), wallMillis);
    return new PlantTime(pace.speed(), origin, time.plant(), time.epoch());
  }

  /** The same speed and source times, with the plant at the given time now. */
  PlantTime rebased(long wallMillis, long plantMillis) {
    return new PlantTime(speed, wallMillis, plantMillis, epoch);
  }

  long plantAt(long wallMillis) {
    return originPlant + Math.round((wallMillis - originWall) * speed);
  }

  long wallAt(long plantMillis) {
    return originWall + Math.round((plantMillis - originPlant) / speed);
  }

  Instant instant(long plantMillis) {
    return Instant.ofEpochMilli(epoch + plantMillis);
  }

  DateTime dateTime(long plantMillis) {
    return new DateTime(instant(plantMillis));
  }
}
