package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the loop makes of samples that it was not promised. */
final class IntakeTest {

  private static final Tag GLUCOSE = new Tag("BR1", "Glucose", "g/L");
  private final LoopSimulation simulation =
      new LoopSimulation(1, 0, plan -> ScriptedPlans.feed(plan, 0, 0));

  private long rejectedBefore;

  @BeforeEach
  void begin() {
    simulation.start();
    simulation.ticks(3);
    simulation.effects.clear();
    rejectedBefore = simulation.state.readings().rejected();
  }

  /** Since the beginning; the plant itself sends tags that the loop does not know. */
  private long rejected() {
    return simulation.state.readings().rejected() - rejectedBefore;
  }

  private void arrives(double value, Instant drawn, Quality quality) {
    Sample sample =
        new Sample(
            GLUCOSE, List.of(value), drawn, simulation.rig.now(), quality, SampleKind.AT_LINE);
    simulation.on(new Event.SampleReceived("BR1", simulation.rig.now(), sample));
  }

  /** How many glucose values the estimator was shown. */
  private long shown() {
    return simulation.state.batch().seen().stream()
        .filter(measurement -> measurement.outputs().equals(List.of(2)))
        .count();
  }

  private List<Historian.Point> rejections() {
    return simulation.effects.stream()
        .filter(effect -> effect instanceof Effect.Store)
        .flatMap(effect -> ((Effect.Store) effect).points().stream())
        .filter(point -> point.measurement().equals("rejection"))
        .toList();
  }

  @Test
  void sampleThatComesTwiceIsUsedOnceAlsoAfterTheTick() {
    Instant drawn = simulation.rig.now().minusSeconds(90);
    arrives(4.2, drawn, Quality.GOOD);
    arrives(4.2, drawn, Quality.GOOD);
    assertThat(rejected()).isZero();
    simulation.tick();
    assertThat(shown()).isEqualTo(1);
    arrives(4.2, drawn, Quality.GOOD);
    simulation.ticks(2);
    assertThat(shown()).isEqualTo(1);
  }

  @Test
  void anotherValueOfTheSameInstantIsNotLost() {
    Instant drawn = simulation.rig.now().minusSeconds(90);
    arrives(4.2, drawn, Quality.GOOD);
    arrives(4.4, drawn, Quality.GOOD);
    simulation.tick();
    assertThat(shown()).isEqualTo(2);
  }

  @Test
  void whatCannotBeUsedIsRecordedWithItsReason() {
    Instant now = simulation.rig.now();
    arrives(Double.NaN, now, Quality.GOOD);
    arrives(9, now, Quality.BAD);
    arrives(9, now.plusSeconds(3600), Quality.GOOD);
    assertThat(rejected()).isEqualTo(3);
    assertThat(rejections())
        .extracting(point -> point.fields().get("reason"))
        .containsExactly(
            "NaN is not a finite number",
            "its source says that it is bad",
            "its source time lies 3600.0 s in the future, at most 60.0 s are allowed");
    simulation.tick();
    assertThat(shown()).isZero();
  }
}
