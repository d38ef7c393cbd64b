package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.runtime.DemoConfig;
import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.agent.testing.PlantRig;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.WriteResult;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.SafetyGate;
import io.biopilot.twin.estimation.Estimator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The loop against the true plant, all in one thread and from one seed, with whatever can go wrong
 * in between. After every event the invariants are looked at; the plant itself counts every write
 * outside its limits.
 */
final class LoopSimulation {

  final PlantRig rig;
  final List<Effect> effects = new ArrayList<>();
  final ControlLoop loop;
  final Config config;
  private final RandomGenerator random;
  private final double trouble;
  private final Function<Effect.Plan, Decision> controller;
  private final Deque<Event> reports = new ArrayDeque<>();
  private final List<Sample> delayed = new ArrayList<>();
  LoopState state;

  /** Between the plant and the loop: what an instrument shows in place of the true reading. */
  UnaryOperator<Sample> instrument = sample -> sample;

  private long tick;
  private long command = 1;
  private double level;

  /**
   * @param trouble chance of each kind of fault where it can happen
   */
  LoopSimulation(long seed, double trouble, Function<Effect.Plan, Decision> controller) {
    this(seed, trouble, controller, new FlatTwin.Credulous());
  }

  /**
   * @param trouble chance of each kind of fault where it can happen
   * @param estimator must not care that the loop is asked everything twice
   */
  LoopSimulation(
      long seed, double trouble, Function<Effect.Plan, Decision> controller, Estimator estimator) {
    this.config = ConfigFile.parse(Path.of("demo.yaml"), DemoConfig.sample());
    this.rig = new PlantRig(seed);
    this.trouble = trouble;
    this.controller = controller;
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.loop = new ControlLoop(config.loop(), new SafetyGate(config.limits()), estimator);
    this.state = loop.initial(FlatTwin.model(), PlantRig.EPOCH);
    on(new Event.Started("BR1", PlantRig.EPOCH, "test", "plain"));
    samples(rig.look());
  }

  private boolean happens() {
    return random.nextDouble() < trouble;
  }

  void start() {
    on(
        new OperatorCommand.StartBatch(
            "BR1", rig.now(), command++, "test", "B1", rig.now(), 2, 0.5));
  }

  void mode(Mode mode) {
    on(new OperatorCommand.ChangeMode("BR1", rig.now(), command++, "test", mode, true));
  }

  Answer ask(Function<Long, OperatorCommand> ask) {
    effects.clear();
    on(ask.apply(command++));
    return effects.stream()
        .filter(effect -> effect instanceof Effect.Reply)
        .map(effect -> ((Effect.Reply) effect).answer())
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** One tick with all that belongs to it. */
  void tick() {
    effects.clear();
    on(new Event.TickDue("BR1", rig.now(), tick++));
    while (!reports.isEmpty()) {
      on(reports.poll());
    }
    samples(rig.tick());
  }

  void ticks(int count) {
    for (int i = 0; i < count; i++) {
      tick();
    }
  }

  private void samples(List<Sample> samples) {
    List<Sample> all = new ArrayList<>(delayed);
    delayed.clear();
    for (Sample read : samples) {
      Sample sample = instrument.apply(read);
      if (happens()) {
        switch (random.nextInt(5)) {
          case 0 -> delayed.add(sample);
          case 1 -> all.addAll(List.of(sample, sample));
          case 2 -> all.add(with(sample, Double.NaN, sample.sourceTime(), sample.quality()));
          case 3 -> all.add(with(sample, 1e9, sample.sourceTime(), Quality.BAD));
          default ->
              all.add(with(sample, 5, sample.sourceTime().plusSeconds(90_000), sample.quality()));
        }
      } else {
        all.add(sample);
      }
    }
    for (int i = all.size() - 1; i > 0; i--) {
      all.add(all.remove(random.nextInt(i + 1)));
    }
    all.forEach(sample -> on(new Event.SampleReceived("BR1", rig.now(), sample)));
  }

  private static Sample with(Sample sample, double value, Instant time, Quality quality) {
    return new Sample(
        sample.tag(), List.of(value), time, sample.receiveTime(), quality, sample.kind());
  }

  void on(Event event) {
    ControlLoop.Step step = loop.on(state, event);
    assertThat(loop.on(state, event)).as("the loop is a function").isEqualTo(step);
    state = step.next();
    for (Effect effect : step.effects()) {
      effects.add(effect);
      carryOut(effect);
    }
    assertThat(loop.view(state).reactor()).isEqualTo("BR1");
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Plan plan) {
      reports.add(planned(plan));
    } else if (effect instanceof Effect.Write write) {
      write(write);
    } else if (effect instanceof Effect.Call call) {
      if (happens()) {
        reports.add(reported(new CallResult.Unknown(call.command(), "lost on the way")));
      } else {
        CallResult result = rig.call(call.command());
        boolean answerLost = happens();
        reports.add(
            reported(answerLost ? new CallResult.Unknown(call.command(), "answer lost") : result));
      }
    }
  }

  private Event reported(CallResult result) {
    return new Event.CallReported("BR1", rig.now(), result);
  }

  private Event planned(Effect.Plan plan) {
    if (happens()) {
      return new Event.PlanMissed("BR1", rig.now(), plan.request(), "late");
    }
    return new Event.Planned("BR1", rig.now(), plan.request(), controller.apply(plan), 1);
  }

  private void write(Effect.Write write) {
    List<WriteResult> results = new ArrayList<>();
    for (Setpoint setpoint : write.setpoints()) {
      level = setpoint.value();
      if (happens()) {
        results.add(new WriteResult.Unknown(setpoint, "lost"));
      } else {
        boolean taken = rig.write(setpoint);
        assertThat(taken || rig.plant().fallenBack()).as("the plant takes %s", setpoint).isTrue();
        boolean answerLost = happens();
        results.add(
            taken && !answerLost
                ? new WriteResult.Accepted(setpoint)
                : answerLost
                    ? new WriteResult.Unknown(setpoint, "answer lost")
                    : new WriteResult.Refused(setpoint, "not now"));
      }
    }
    reports.add(new Event.WriteReported("BR1", rig.now(), write.request(), results));
  }

  /** The newest set-point of the feed. */
  double feed() {
    return level;
  }

  boolean raised(String alarm) {
    return state.alarms().find(alarm) != null;
  }
}
