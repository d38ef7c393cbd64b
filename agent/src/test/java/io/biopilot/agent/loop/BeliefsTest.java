package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the estimator is shown of a tick's samples. */
final class BeliefsTest {

  private static final Schema SCHEMA = FlatTwin.model().process().schema();
  private static final int DO = Schema.indexOf(SCHEMA.outputs(), "DO");
  private static final int OD = Schema.indexOf(SCHEMA.outputs(), "OD");
  private static final double IMPLAUSIBLE = 1.0;

  /** Believes everything but a measurement in which the dissolved oxygen is near nothing. */
  private final class Doubtful implements Estimator {
    private final Estimator believer = new FlatTwin.Credulous();

    @Override
    public Belief start(Model model, Estimate initial) {
      begun.add(initial.time());
      return believer.start(model, initial);
    }

    @Override
    public Belief advance(Belief belief, Model model, InputSchedule inputs, double until) {
      return believer.advance(belief, model, inputs, until);
    }

    @Override
    public Correction observe(
        Belief belief, Model model, InputSchedule inputs, Measurement measurement) {
      int oxygen = measurement.outputs().indexOf(DO);
      return oxygen >= 0 && measurement.values().get(oxygen) <= IMPLAUSIBLE
          ? new Correction.Rejected(belief, "implausible")
          : believer.observe(belief, model, inputs, measurement);
    }

    @Override
    public Belief refilter(Belief belief, Model model, InputSchedule inputs) {
      return believer.refilter(belief, model, inputs);
    }
  }

  private final List<Double> begun = new ArrayList<>();

  private final LoopSimulation simulation =
      new LoopSimulation(101, 0, plan -> ScriptedPlans.feed(plan, 0, 0), new Doubtful());

  private void arrives(String tag, String unit, double value, double secondsAgo) {
    Sample sample =
        new Sample(
            new Tag("BR1", tag, unit),
            List.of(value),
            simulation.rig.now().minusMillis(Math.round(1000 * secondsAgo)),
            simulation.rig.now(),
            Quality.GOOD,
            SampleKind.ONLINE);
    simulation.on(new Event.SampleReceived("BR1", simulation.rig.now(), sample));
  }

  private List<Measurement> seen() {
    return simulation.state.batch().seen();
  }

  private List<Double> seenOf(int output) {
    return seen().stream()
        .filter(measurement -> measurement.outputs().equals(List.of(output)))
        .map(measurement -> measurement.values().get(0))
        .toList();
  }

  private double newest(int output) {
    List<Double> values = seenOf(output);
    return values.get(values.size() - 1);
  }

  private List<Historian.Point> rejections() {
    return simulation.effects.stream()
        .filter(effect -> effect instanceof Effect.Store)
        .flatMap(effect -> ((Effect.Store) effect).points().stream())
        .filter(point -> point.measurement().equals("rejection"))
        .filter(point -> "ESTIMATOR".equals(point.tags().get("kind")))
        .toList();
  }

  private double estimated(String state) {
    Vec now = simulation.state.batch().belief().estimate().state();
    return now.get(Schema.indexOf(SCHEMA.states(), state));
  }

  @Test
  void eachOnlineTagIsOneMeasurementOfItsOwnATick() {
    simulation.start();
    simulation.ticks(5);
    int shown = seenOf(DO).size();
    arrives("DO", "%", 61, 50);
    simulation.tick();
    assertThat(seen()).allSatisfy(one -> assertThat(one.outputs()).hasSize(1));
    assertThat(seenOf(DO)).as("the mean of the tick, once").hasSize(shown + 1);
    assertThat(seenOf(OD)).as("the same for the others").hasSameSizeAs(seenOf(DO));
  }

  @Test
  void theMeanOfATickStandsAtTheMeanOfItsTimes() {
    simulation.start();
    simulation.ticks(5);
    double hours = simulation.state.batch().hours(simulation.rig.now());
    arrives("DO", "%", 61, 30);
    simulation.tick();
    List<Measurement> oxygen =
        seen().stream().filter(one -> one.outputs().equals(List.of(DO))).toList();
    assertThat(oxygen.get(oxygen.size() - 1).time()).isCloseTo(hours - 15.0 / 3600, within(1e-9));
  }

  @Test
  void anImplausibleTagDoesNotTakeTheOthersWithIt() {
    simulation.start();
    simulation.ticks(5);
    double oxygen = estimated("D");
    simulation.effects.clear();
    // The plant's own samples of this tick are there already: outweigh them, same tick.
    for (int i = 1; i <= 20; i++) {
      arrives("DO", "%", -1000, i);
      arrives("OD", "g/L", 7, i);
    }
    simulation.tick();
    assertThat(newest(DO)).isLessThan(IMPLAUSIBLE);
    assertThat(estimated("D")).as("rejected").isEqualTo(oxygen);
    assertThat(newest(OD)).as("control: another value than the plant's own").isGreaterThan(2);
    assertThat(estimated("X")).as("not rejected with it").isEqualTo(newest(OD));
    assertThat(rejections())
        .extracting(point -> point.tags().get("tag"))
        .as("the journal names the one tag")
        .containsExactly("DO");
  }

  @Test
  void whatIsReadBeforeThePlantItselfBeginsIsNotBelieved() {
    simulation.start();
    simulation.ticks(1);
    double oxygen = estimated("D");
    int shown = seenOf(DO).size();
    arrives("DO", "%", 40, -20);
    arrives("Batch.Running", "1", 0, -30);
    arrives("Batch.Running", "1", 1, -50);
    assertThat(oxygen).isNotEqualTo(40);
    simulation.tick();
    assertThat(seenOf(DO)).hasSize(shown);
    assertThat(estimated("D")).isEqualTo(oxygen);
  }

  @Test
  void whatWasReadBeforeTheBatchIsNotBelieved() {
    simulation.start();
    simulation.ticks(1);
    int shown = seenOf(DO).size();
    // A minute and a half ago there was no batch yet.
    arrives("DO", "%", 40, 90);
    simulation.tick();
    LoopSimulation undisturbed =
        new LoopSimulation(101, 0, plan -> ScriptedPlans.feed(plan, 0, 0), new Doubtful());
    undisturbed.start();
    undisturbed.ticks(2);
    assertThat(seenOf(DO)).as("the plant's own").hasSize(shown + 1);
    assertThat(seen())
        .as("not a mean with the old one")
        .isEqualTo(undisturbed.state.batch().seen());
    assertThat(seen()).allSatisfy(one -> assertThat(one.time()).isNotNegative());
  }

  @Test
  void theCultureIsThoughtToLiveFromThePlantsOwnBeginning() {
    simulation.start();
    simulation.tick();
    arrives("Batch.Running", "1", 0, 36);
    simulation.tick();
    assertThat(begun.get(begun.size() - 1)).isCloseTo(24.0 / 3600, within(1e-9));
    assertThat(newest(DO)).as("what came later is used").isNotNaN();
    int restarts = begun.size();
    simulation.ticks(3);
    assertThat(begun).as("it begins once").hasSize(restarts);
  }
}
