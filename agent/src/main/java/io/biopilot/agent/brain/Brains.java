package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.agent.runtime.ControllerPlanning;
import io.biopilot.mpc.control.PlanSettings;
import io.biopilot.mpc.control.RecedingHorizon;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.UnscentedFilter;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.training.Coordinates;
import io.biopilot.twin.training.OnlineTrainer;
import io.biopilot.twin.training.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Makes a {@link Brain} from a configuration. */
public final class Brains {

  /** Late samples up to this age are used (h): the slowest of the demo's comes after three. */
  private static final double WINDOW = 5.0;

  /** Glucose from which on the first feed may begin (g/L). */
  private static final double FEED_BELOW = 0.8;

  private static final double OUTLIER = 8.0;

  /** α of the sigma points. */
  private static final double SPREAD = 0.6;

  /** Shares of the declared prior deviations that a running batch may be expected to use. */
  private static final double BATCH_TO_BATCH = 0.5;

  private static final Integrator FILTER = Integrator.of(new Tsit5(), Tolerance.of(1e-4, 1e-6));
  private static final Integrator FINE = Integrator.of(new Tsit5(), Tolerance.of(1e-5, 1e-7));

  private Brains() {}

  /** Everything that the configuration asks for, with plain-Java networks. */
  public static Brain of(Config config) {
    ModelSource.Loaded loaded = ModelSource.load(config);
    HybridModel process = loaded.process();
    Model model = process.with(loaded.parameters(), 0);
    Estimator estimator = estimator(config);
    return new Brain(
        model, estimator, planning(config, process), learning(process, loaded), "plain");
  }

  /** The filter, for any model. */
  public static Estimator estimator(Config config) {
    double tick = config.loop().timing().tick();
    return new UnscentedFilter(FILTER, SPREAD, WINDOW, tick, OUTLIER);
  }

  /**
   * What plans, for any model with the inputs F, N, Q and loop, the impulse of inducer, and the
   * states V, S, A, P and R.
   */
  public static Brain.Planning planning(Config config, HybridModel process) {
    if (config.controller().kind().equals("recipe")) {
      return new RecipePlanning(config, new Simulation(FINE));
    }
    double feedStart = config.loop().fallback().start();
    Schema schema = process.schema();
    OptimalControlProblem problem = ProductProblem.of(schema, config.limits(), feedStart);
    Brain.Planning horizon =
        new ControllerPlanning<>(
            new RecedingHorizon(problem, PlanSettings.of(new Scheme(Tableau.SDIRK3, 0.125))),
            problem.knobs().stream().map(Knob::name).collect(Collectors.toSet()));
    Brain.Planning fed =
        new FeedAfterBatch(
            new ConfiguredGoals(horizon, config.controller().goals()),
            Schema.indexOf(schema.inputs(), "F"),
            Schema.indexOf(schema.states(), "S"),
            FEED_BELOW);
    double period = config.controller().everyTicks() * config.loop().timing().tick();
    return new EveryFewTicks(fed, period);
  }

  private static Brain.Learning learning(HybridModel process, ModelSource.Loaded loaded) {
    OnlineTrainer trainer =
        new OnlineTrainer(
            new Adjoint.Discrete(FINE),
            new Prediction(new UnscentedFilter(FILTER, SPREAD, WINDOW, 0.25, OUTLIER), FINE),
            free(process, loaded.parameters()),
            List.of(Schema.indexOf(process.schema().states(), "X")),
            new OnlineTrainer.Settings(1.5, 0.25, 3.0, 0.02));
    return new TwinLearning(process, trainer);
  }

  /** What the declaration frees, around the values in force. */
  private static List<Coordinates.Free> free(HybridModel process, Vec parameters) {
    List<Coordinates.Free> free = new ArrayList<>();
    int mechanistic = process.declaration().parameters().size();
    for (int i = 0; i < process.priors().size(); i++) {
      Prior prior = process.priors().get(i);
      if (prior.estimated()) {
        double share = i < mechanistic ? BATCH_TO_BATCH : 1.0;
        free.add(Coordinates.Free.of(i, prior, parameters.get(i), share));
      }
    }
    return free;
  }
}
