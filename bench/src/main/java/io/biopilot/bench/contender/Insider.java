package io.biopilot.bench.contender;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.agent.runtime.Driver;
import io.biopilot.mpc.control.Goals;
import io.biopilot.simulators.plant.Draw;
import io.biopilot.simulators.serve.SimulatorServer;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The agent's optimiser under the agent's control problem, with knowledge that no controller has.
 *
 * <p>In lock step the plant stands still while the agent thinks, so that the state it is told is
 * that of the tick.
 */
final class Insider implements Driver {

  /** What it knows. */
  enum Knows {
    STATE,
    MODEL,
    BOTH_WITH_MARGINS,
    BOTH
  }

  /**
   * Back-off from each limit with perfect knowledge: what is left is the error of the optimiser's
   * own time steps and the minutes that the plant's oxygen loop takes to follow a change.
   */
  private static final Map<String, Double> MARGINS =
      Map.of("R.margin", 1.0, "A.margin", 0.02, "S.margin", 0.05, "V.margin", 0.001);

  private final long seed;
  private final Knows knows;
  private volatile @Nullable SimulatorServer plant;

  Insider(long seed, Knows knows) {
    this.seed = seed;
    this.knows = knows;
  }

  @Override
  public void plant(SimulatorServer server) {
    plant = server;
  }

  @Override
  public Brain brain(Config config) {
    Brain agents = Brains.of(config);
    HybridModel process = TrueModel.process();
    Model truth = TrueModel.of(process, Draw.of(seed));
    boolean trueModel = knows != Knows.STATE;
    Model model = trueModel ? truth : agents.model();
    TrueState state = new TrueState(truth, model);
    Estimator estimator =
        knows == Knows.MODEL
            ? agents.estimator()
            : new Oracle((inputs, hours) -> told(state, inputs, hours));
    Brain.Planning planning = trueModel ? Brains.planning(config, process) : agents.planning();
    return new Brain(
        model,
        estimator,
        knows == Knows.BOTH ? (asked, budget) -> planning.plan(bold(asked), budget) : planning,
        agents.learning(),
        agents.kernel());
  }

  private Vec told(TrueState state, Vec inputs, double hours) {
    SimulatorServer server = plant;
    if (server == null) {
      throw new IllegalStateException("the plant was not shown");
    }
    double plantHours = server.status().truth().hours();
    if (Math.abs(plantHours - hours) > 1e-6) {
      throw new IllegalStateException(
          "the state was asked for %s h while the plant stands at %s h"
              .formatted(hours, plantHours));
    }
    return state.of(server.truth(), inputs, hours);
  }

  /** The same question with the least margins. */
  private static Effect.Plan bold(Effect.Plan asked) {
    Map<String, Double> settings = new HashMap<>(asked.goals().settings());
    settings.putAll(MARGINS);
    return asked.withGoals(new Goals(asked.goals().end(), settings));
  }
}
