package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.plant.Constant;
import io.biopilot.simulators.plant.Draw;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.scenario.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time, outages and snapshots, with a wall clock that the test turns. */
class StationTest {

  private static final long START = 1_800_000_000_000L;

  @TempDir Path dir;

  private final AtomicLong wall = new AtomicLong(START);

  /** A station and what it stands on, as the server builds them. */
  private record Built(Station station, Panel panel) {}

  private Built build(Pace.Clocked pace) throws Exception {
    Path file = Snapshot.in(dir);
    Rig rig = new Rig(new EcoliInduced(), Sensor.ofEcoliInduced(), List.of(), pace.sampleSeconds());
    Panel panel = new Panel(rig, pace, 1);
    PlantTime time = PlantTime.starting(pace, wall.get());
    if (Files.exists(file)) {
      Snapshot snapshot = Snapshot.read(file).orElseThrow();
      time = PlantTime.resuming(pace, snapshot.time(), wall.get());
      rig.plant().restore(snapshot.plant());
      rig.restore(snapshot.rig(), snapshot.instruments());
      panel.restore(snapshot.panel());
    }
    return new Built(
        new Station(panel, pace, time, wall::get, new Station.Keeping(file, 1)), panel);
  }

  private static void pass(Built built, AtomicLong wall, long millis) {
    for (long done = 0; done < millis; done += 20) {
      wall.addAndGet(20);
      built.station().turn();
    }
  }

  @Test
  void plantTimeFollowsTheWallAtItsSpeed() throws Exception {
    Built built = build(new Pace.Clocked(60, 10));
    built.station().write(List.of(PlantTag.BATCH_START), List.of(true));
    pass(built, wall, 2000);
    assertThat(built.station().status().truth().hours()).isEqualTo(120 / 3600.0);
    assertThat(built.station().time().instant(120_000).toEpochMilli()).isEqualTo(START + 120_000);
  }

  @Test
  void anOutageCountsAsPlantTimeAndLosesNoInput() throws Exception {
    Built first = build(new Pace.Clocked(60, 10));
    first
        .station()
        .write(List.of(PlantTag.BATCH_START, PlantTag.FEED_SETPOINT), List.of(true, 0.02));
    pass(first, wall, 10_000);
    // Killed: no close. Twenty seconds pass on the wall, twenty minutes in the plant.
    wall.addAndGet(20_000);
    Built second = build(new Pace.Clocked(60, 10));
    second.station().turn();
    assertThat(second.station().status().truth().hours()).isEqualTo(0.5);
    Built never = build(new Pace.Clocked(60, 10));
    assertThat(never.station().status().running()).isTrue();
    // 0.02 L/h for half an hour by the pump's counter, whatever its gain.
    double fed = second.station().status().truth().feedL();
    double gain = Draw.of(1).get(Constant.PUMP_GAIN);
    assertThat(fed / gain).isCloseTo(0.01, within(1e-9));
  }

  @Test
  void inAnOutageTheWatchdogFallsBackAfterItsPatience() throws Exception {
    Built first = build(new Pace.Clocked(60, 10));
    first
        .station()
        .write(
            List.of(PlantTag.BATCH_START, PlantTag.FEED_SETPOINT, PlantTag.HEARTBEAT),
            List.of(true, 0.02, 1L));
    pass(first, wall, 1000);
    wall.addAndGet(20_000);
    Built second = build(new Pace.Clocked(60, 10));
    second.station().turn();
    assertThat(second.station().status().fallback()).isTrue();
    // Five seconds of silence are five minutes of feeding, and one period of the plant at most.
    double gain = Draw.of(1).get(Constant.PUMP_GAIN);
    double minutes = second.station().status().truth().feedL() / gain / 0.02 * 60;
    assertThat(minutes).isBetween(5.0, 5.2);
  }

  @Test
  void anOutageTooLongToCatchUpIsSkippedAndThePlantGoesOn() throws Exception {
    Built first = build(new Pace.Clocked(60, 10));
    first.station().write(List.of(PlantTag.BATCH_START), List.of(true));
    pass(first, wall, 1000);
    // A day on the wall is two months in the plant.
    wall.addAndGet(24L * 3600 * 1000);
    Built second = build(new Pace.Clocked(60, 10));
    second.station().turn();
    double hours = second.station().status().truth().hours();
    assertThat(hours).isBetween(50 / 3600.0, 60 / 3600.0);
    pass(second, wall, 1000);
    assertThat(second.station().status().truth().hours())
        .isCloseTo(hours + 60 / 3600.0, within(1e-12));
  }

  @Test
  void aWallClockSetBackDoesNotStopThePlant() throws Exception {
    Built first = build(new Pace.Clocked(60, 10));
    first.station().write(List.of(PlantTag.BATCH_START), List.of(true));
    pass(first, wall, 1000);
    double before = first.station().status().truth().hours();
    wall.addAndGet(-3600_000);
    Built second = build(new Pace.Clocked(60, 10));
    pass(second, wall, 1000);
    assertThat(second.station().status().truth().hours()).isGreaterThan(before);
  }

  @Test
  void anUnreadableSnapshotSaysWhatToDo() throws Exception {
    Files.writeString(Snapshot.in(dir), "{\"version\": 1, \"firstSeed\":");
    assertThatThrownBy(() -> Snapshot.read(Snapshot.in(dir)))
        .hasMessageContaining("snapshot.json")
        .hasMessageContaining("Delete it");
    Files.writeString(Snapshot.in(dir), "{\"version\": 99}");
    assertThatThrownBy(() -> Snapshot.read(Snapshot.in(dir))).hasMessageContaining("99");
  }
}
