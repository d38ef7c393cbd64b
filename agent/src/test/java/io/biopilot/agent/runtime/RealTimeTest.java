package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.memory.MemoryConnector;
import io.biopilot.connectors.memory.MemoryPlant;
import io.biopilot.mpc.safety.SafetyGate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ticks under a clock that only the test moves. */
final class RealTimeTest {

  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Tag OXYGEN = new Tag("BR1", "DO", "%");
  private final HandClock hand = new HandClock(T0);
  private final List<Event.TickDue> ticks = new ArrayList<>();

  private RealTime start(PlantClock clock) {
    RealTime pace =
        new RealTime(
            hand,
            null,
            clock,
            new MemoryConnector(new MemoryPlant(Set.of(OXYGEN)), hand.wall()),
            new RealTime.Settings("BR1", 60 / 3600.0, null));
    var config = ConfigFile.parse(Path.of("demo.yaml"), DemoConfig.sample());
    ControlLoop loop =
        new ControlLoop(config.loop(), new SafetyGate(config.limits()), new FlatTwin.Credulous());
    pace.start(
        loop.initial(FlatTwin.model(), T0),
        event -> {
          if (event instanceof Event.TickDue due) {
            ticks.add(due);
          }
        });
    return pace;
  }

  private List<Long> numbers() {
    return ticks.stream().map(Event.TickDue::tick).toList();
  }

  @Test
  void noDriftWhenEachTimerComesALittleLate() {
    start(PlantClock.wall(hand.wall()));
    hand.lateBy(Duration.ofMillis(37));
    hand.advance(Duration.ofHours(24));
    assertThat(ticks).hasSize(24 * 60); // the last one is not quite due
    for (int i = 0; i < ticks.size(); i++) {
      assertThat(ticks.get(i).tick()).isEqualTo(i);
      // Late by one timer, however many came before.
      assertThat(Duration.between(T0.plusSeconds(60L * i), ticks.get(i).at()))
          .isBetween(Duration.ZERO, Duration.ofMillis(37 + 5));
    }
  }

  @Test
  void afterAPauseNoTickIsLostOrDoubled() {
    start(PlantClock.wall(hand.wall()));
    hand.advance(Duration.ofSeconds(150));
    assertThat(numbers()).containsExactly(0L, 1L, 2L);
    hand.pause(Duration.ofMinutes(10)); // the process slept: no timer fired in between
    hand.advance(Duration.ofSeconds(1));
    assertThat(numbers()).as("the newest only, by its own number").containsExactly(0L, 1L, 2L, 12L);
    hand.advance(Duration.ofSeconds(60));
    assertThat(numbers()).containsExactly(0L, 1L, 2L, 12L, 13L);
    assertThat(Duration.between(T0, ticks.get(4).at()))
        .as("back in step with the first tick")
        .isBetween(Duration.ofMinutes(13), Duration.ofMillis(780_010));
  }

  @Test
  void aClockThatIsSetBackStopsNothing() {
    start(PlantClock.wall(hand.wall()));
    hand.advance(Duration.ofSeconds(130));
    hand.set(T0.minus(Duration.ofHours(2)));
    hand.advance(Duration.ofMinutes(3));
    assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void withThePlantsClockTheFirstSampleBeginsAndSpeedCounts() {
    RealTime pace = start(PlantClock.following(hand.wall(), 60));
    hand.advance(Duration.ofSeconds(30));
    assertThat(ticks).as("no time before the first sample").isEmpty();
    Instant plant = Instant.parse("2030-06-01T12:00:00Z");
    pace.arrived(
        new Sample(OXYGEN, List.of(50.0), plant, hand.now(), Quality.GOOD, SampleKind.ONLINE));
    hand.advance(Duration.ofMillis(3_500));
    assertThat(numbers()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(ticks.get(0).at()).isBetween(plant, plant.plusSeconds(10));
  }

  private void arrives(RealTime pace, String tag, Instant source) {
    pace.arrived(
        new Sample(
            new Tag("BR1", tag, "1"),
            List.of(50.0),
            source,
            hand.now(),
            Quality.GOOD,
            SampleKind.ONLINE));
  }

  @Test
  void oneTagFromTheFutureDoesNotMoveThePlantsClockButTwoThatAgreeDo() {
    PlantClock clock = PlantClock.following(hand.wall(), 1);
    RealTime pace = start(clock);
    arrives(pace, "DO", T0);
    arrives(pace, "OD", T0.plusSeconds(7200));
    arrives(pace, "OD", T0.plusSeconds(7210));
    assertThat(clock.instant()).isEqualTo(T0);
    arrives(pace, "DO", T0.plusSeconds(20));
    assertThat(clock.instant())
        .as("a little ahead is only late news")
        .isEqualTo(T0.plusSeconds(20));
    arrives(pace, "OD", T0.plusSeconds(3600));
    arrives(pace, "DO", T0.plusSeconds(3600));
    assertThat(clock.instant()).isEqualTo(T0.plusSeconds(3600));
  }

  @Test
  void anInterruptedBatchGoesOnFromItsOwnTimeUntilThePlantTellsAnother() {
    Instant left = T0.plusSeconds(30_000);
    PlantClock clock = PlantClock.following(hand.wall(), 60).from(left);
    RealTime pace = start(clock);
    hand.advance(Duration.ofSeconds(2));
    assertThat(clock.instant()).isEqualTo(left.plusSeconds(120));
    assertThat(ticks).as("nothing is decided without the plant").isEmpty();
    arrives(pace, "DO", left.plusSeconds(90_000));
    assertThat(clock.instant()).isEqualTo(left.plusSeconds(90_000));
  }

  @Test
  void onceStoppedNothingTicks() {
    RealTime pace = start(PlantClock.wall(hand.wall()));
    hand.advance(Duration.ofSeconds(1));
    pace.stop();
    hand.advance(Duration.ofHours(1));
    assertThat(ticks).hasSize(1);
  }
}
