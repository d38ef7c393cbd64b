package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.FallbackFeed;
import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the configured recipe: its feed, cut while the estimated oxygen is low, and its doses at
 * their times. What the model expects of it is shown like a plan.
 */
final class RecipePlanning implements Brain.Planning {

  /** From one shown point of the prediction to the next (h). */
  private static final double STEP = 0.25;

  /** Ticks that are planned one by one: the present one, and those that follow it if plans fail. */
  private static final int SINGLE_TICKS = 5;

  private final Config config;
  private final Simulation simulation;

  RecipePlanning(Config config, Simulation simulation) {
    this.config = config;
    this.simulation = simulation;
  }

  /**
   * How much of the recipe's feed is given. It moves slowly: the culture answers a change of feed
   * within a tick, and a cut in proportion to the oxygen would swing.
   */
  private record Cut(double share) implements Memory {
    private static final double LEAST = 0.2;
    private static final double DOWN = 0.97;
    private static final double UP = 1.005;

    static Cut before(@Nullable Memory memory) {
      return memory instanceof Cut cut ? cut : new Cut(1.0);
    }

    Cut next(double oxygen, FallbackFeed feed) {
      if (oxygen < feed.full() - (feed.full() - feed.floor()) / 4.0) {
        return new Cut(Math.max(LEAST, DOWN * share));
      }
      return oxygen > feed.full() + 2.0 ? new Cut(Math.min(1.0, UP * share)) : this;
    }
  }

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    Model model = asked.model();
    double now = asked.estimate().time();
    double end = asked.goals().end();
    if (!asked.estimate().state().isFinite() || !(end > now)) {
      return new Decision.Fallback(
          Cut.before(asked.memory()), 0, model.hash(), "no finite estimate before harvest", null);
    }
    FallbackFeed feed = config.loop().fallback();
    Schema schema = model.process().schema();
    Cut cut = Cut.before(asked.memory()).next(oxygen(asked, schema, feed), feed);
    InputSchedule inputs = schedule(asked, cut, now, end);
    int points = (int) Math.ceil((end - now) / STEP);
    double[] times = new double[points + 1];
    for (int i = 0; i <= points; i++) {
      times[i] = Math.min(end, now + i * STEP);
    }
    Solution solution =
        simulation.run(
            model.process(),
            model.parameters(),
            inputs,
            now,
            asked.estimate().state(),
            end,
            SaveAt.times(times));
    if (!solution.outcome().usable()) {
      return new Decision.Fallback(cut, 0, model.hash(), solution.outcome().describe(), null);
    }
    List<Vec> unknown = solution.states().stream().map(state -> Vec.of(nan(state.size()))).toList();
    Plan plan = new Plan(now, inputs, Vec.of(times), solution.states(), unknown, List.of("recipe"));
    return new Decision.Planned(cut, 0, model.hash(), plan, "recipe", Double.NaN, Double.NaN);
  }

  private static double[] nan(int size) {
    double[] values = new double[size];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private InputSchedule schedule(Effect.Plan asked, Cut cut, double now, double end) {
    Schema schema = asked.model().process().schema();
    FallbackFeed feed = config.loop().fallback();
    int feedInput = input(schema, feed.actuator());
    List<Double> times = new ArrayList<>();
    List<Vec> levels = new ArrayList<>();
    Vec level = ahead(schema, asked.applied().levelsAt(now));
    double tick = config.loop().timing().tick();
    double t = now;
    for (int i = 0; t < end - 1e-9; i++) {
      double next = i < SINGLE_TICKS ? t + tick : (Math.floor(t / STEP + 1e-6) + 1) * STEP;
      // What is only foretold is a stair of few steps, each at the height of its middle.
      double at = i < SINGLE_TICKS ? t : 0.5 * (t + Math.min(next, end));
      times.add(t);
      levels.add(level.with(feedInput, cut.share() * feed.rate(at, feed.full())));
      t = next;
    }
    return new InputSchedule(
        Vec.of(times.stream().mapToDouble(Double::doubleValue).toArray()),
        levels,
        doses(schema, now - 0.5 * tick, end));
  }

  /** Where the model foresees the plant's own DO loop, it is told so by its input {@code loop}. */
  private static Vec ahead(Schema schema, Vec applied) {
    int loop = Schema.indexOf(schema.inputs(), "loop");
    return loop < 0 ? applied : applied.with(loop, 1.0);
  }

  /** As estimated; the mean of noisy readings, so that the cut does not jump. */
  private double oxygen(Effect.Plan asked, Schema schema, FallbackFeed feed) {
    for (LoopSettings.Measured measured : config.loop().measured()) {
      if (measured.tag().name().equals(feed.oxygenTag()) && measured.state() != null) {
        int state = Schema.indexOf(schema.states(), measured.state());
        return state < 0 ? feed.full() : asked.estimate().state().get(state);
      }
    }
    return feed.full();
  }

  private int input(Schema schema, String actuator) {
    for (LoopSettings.Actuated actuated : config.loop().actuators()) {
      if (actuated.actuator().equals(actuator) && actuated.input() != null) {
        return Schema.indexOf(schema.inputs(), actuated.input());
      }
    }
    throw new IllegalStateException("the recipe's actuator %s sets no input".formatted(actuator));
  }

  /** Doses not yet due; one that is due within half a tick is given now. */
  private List<InputSchedule.TimedImpulse> doses(Schema schema, double from, double end) {
    List<InputSchedule.TimedImpulse> doses = new ArrayList<>();
    for (Config.RecipeDose dose : config.recipe().doses()) {
      for (LoopSettings.Dosed doser : config.loop().dosers()) {
        if (doser.doser().equals(dose.doser()) && dose.hours() >= from && dose.hours() < end) {
          int impulse = Schema.indexOf(schema.impulses(), doser.impulse());
          doses.add(
              new InputSchedule.TimedImpulse(
                  Math.max(dose.hours(), from + 0.5 * config.loop().timing().tick()),
                  impulse,
                  dose.grams()));
        }
      }
    }
    doses.sort(Comparator.comparingDouble(InputSchedule.TimedImpulse::time));
    return doses;
  }
}
