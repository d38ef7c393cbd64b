package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.agent.runtime.ControllerPlanning;
import io.biopilot.agent.runtime.KernelChoice;
import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.mpc.control.RecedingHorizon;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.UnscentedFilter;
import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.training.Coordinates;
import io.biopilot.twin.training.OnlineTrainer;
import io.biopilot.twin.training.Prediction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes a {@link Brain} from a configuration. */
public final class Brains {

  /** Late samples up to this age are used (h): the slowest of the demo's comes after three. */
  private static final double WINDOW = 5.0;

  /** Glucose from which on the first feed may begin (g/L). */
  private static final double FEED_BELOW = 0.5;

  private static final double OUTLIER = 8.0;

  /** α of the sigma points. */
  private static final double SPREAD = 0.6;

  /** Shares of the declared prior deviations that a running batch may be expected to use. */
  private static final double BATCH_TO_BATCH = 0.5;

  private static final Integrator FILTER = Integrator.of(new Tsit5(), Tolerance.of(1e-4, 1e-6));
  private static final Integrator FINE = Integrator.of(new Tsit5(), Tolerance.of(1e-5, 1e-7));

  private Brains() {}

  /**
   * Everything that the configuration asks for, with plain-Java networks: for lock step, whose
   * figures depend on the seed alone. Other kernels round differently in the last bits.
   */
  public static Brain of(Config config) {
    return of(config, PlainKernels::new);
  }

  /** The same with the fastest kernels for networks that this machine has. */
  public static Brain onThisMachine(Config config) {
    return of(config, () -> KernelChoice.choose().kernels());
  }

  /** The same with the kernels of a journal, so that it is computed again to the last bit. */
  public static Brain withKernel(Config config, String kernel) {
    return of(config, () -> KernelChoice.named(kernel));
  }

  /**
   * For a batch that was interrupted: with the kernels that it was computed with, where this
   * machine has them; else with the fastest that it has.
   */
  public static Brain resuming(Config config, String kernel) {
    Brain same = withKernel(config, kernel);
    return same.kernel().equals(kernel) ? same : onThisMachine(config);
  }

  /**
   * The same with given kernels.
   *
   * @param kernels asked for only if the model has networks that need them
   */
  public static Brain of(Config config, Supplier<Kernels> kernels) {
    ModelSource.Loaded loaded = ModelSource.load(config, kernels);
    HybridModel process = loaded.process();
    Model model = process.with(loaded.parameters(), 0);
    Estimator estimator = estimator(config);
    Brain.Planning planning = planning(config, process, SmallProducts.beside(loaded.kernel()));
    return new Brain(model, estimator, planning, learning(process, loaded), loaded.kernel());
  }

  /** The filter, for any model. */
  public static Estimator estimator(Config config) {
    double tick = config.loop().timing().tick();
    return new UnscentedFilter(FILTER, SPREAD, WINDOW, tick, OUTLIER);
  }

  /**
   * What plans: the recipe, or the configured goal on any model that has the goal's states and
   * inputs. Where it has a feed F and glucose S, feed waits until the batch's glucose is used up.
   */
  public static Brain.Planning planning(Config config, HybridModel process) {
    return planning(config, process, SmallProducts.best());
  }

  private static Brain.Planning planning(Config config, HybridModel process, Panels products) {
    if (config.controller().kind().equals("recipe")) {
      return new RecipePlanning(config, new Simulation(FINE));
    }
    Schema schema = process.schema();
    GoalFile.Goal goal = GoalSource.load(config, schema);
    Map<String, Double> settings = new HashMap<>(GateLimits.within(goal.problem(), config));
    settings.putAll(GoalSource.settings(config, goal.problem()));
    Brain.Planning horizon =
        new ControllerPlanning<>(
            RecedingHorizon.of(goal, products),
            goal.problem().knobs().stream().map(Knob::name).collect(Collectors.toSet()));
    Brain.Planning configured = new ConfiguredGoals(horizon, settings);
    int feed = Schema.indexOf(schema.inputs(), "F");
    int glucose = Schema.indexOf(schema.states(), "S");
    Brain.Planning fed =
        feed < 0 || glucose < 0
            ? configured
            : new FeedAfterBatch(configured, feed, glucose, FEED_BELOW);
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
            new OnlineTrainer.Settings(1.5, 0.25, 3.0, 0.1));
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
