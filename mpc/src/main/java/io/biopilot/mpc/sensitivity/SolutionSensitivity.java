package io.biopilot.mpc.sensitivity;

import io.biopilot.mpc.nlp.KktChange;
import io.biopilot.mpc.nlp.KktSystem;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.GoalDerivatives;
import io.biopilot.mpc.transcription.Limits;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.ParameterDerivatives;
import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * d(optimum)/d(start, model parameters, goals) of a transcribed problem, by the implicit function
 * theorem on its optimality conditions.
 *
 * <p>{@link #at} linearises and factors at a solver's solution, or refuses; then {@link #forward}
 * gives the change of all variables along one direction, {@link #adjoint} what every start value,
 * parameter and goal is worth to a weighted sum of the variables. Either costs two solves with the
 * factorisation and one sweep over the model.
 *
 * <p>Start: the first stage's states, i.e. those of the model [state unit], then the inputs in
 * force before (where a change is priced or limited), then totals given so far. The range that the
 * rate limit leaves to the first move counts as fixed.
 *
 * <p>A workspace bound to one program; one thread; nothing is allocated after the first use.
 */
public final class SolutionSensitivity {

  /** Largest KKT residual of a point that counts as a solution. */
  private static final double TOLERANCE = 1e-5;

  private final MultipleShooting program;
  private final KktSystem system;
  private final ParameterDerivatives model;
  private final GoalDerivatives goals;
  private final KktChange change;
  private final KktChange worth; // of the last adjoint
  private final double[] start;
  private final double[] parameters;
  private final double[] knobs;
  private boolean ready;

  /**
   * @param values the program's own
   */
  public SolutionSensitivity(MultipleShooting program, Values values) {
    this(program, values, new PlainPanels());
  }

  /** As the other, with a back end of the small products. */
  public SolutionSensitivity(MultipleShooting program, Values values, Panels panels) {
    this.program = program;
    system = new KktSystem(program, panels);
    model = new ParameterDerivatives(program);
    goals = new GoalDerivatives(program, values);
    change = new KktChange(program.shape());
    worth = new KktChange(program.shape());
    start = new double[program.shape().states(0)];
    parameters = new double[program.parameterCount()];
    knobs = new double[goals.names().size()];
  }

  /** Goals that have a derivative, in the order of {@link #goalWorth} and of a direction. */
  public List<String> goalNames() {
    return goals.names();
  }

  /** Takes the solver's present point, which must be a solution. */
  public Outcome at(SqpSolver solver) {
    String usedUp = program.usedUp();
    if (usedUp != null) {
      ready = false;
      return new Outcome.Refused(
          "the total of %s is used up already: the least that can still be given limits it instead, and that is no goal"
              .formatted(usedUp));
    }
    KktSystem.Obstacle obstacle = system.take(solver, TOLERANCE);
    ready = obstacle == null;
    if (obstacle == null) {
      return new Outcome.Differentiable();
    }
    if (obstacle.limit() < 0) {
      return new Outcome.Refused(obstacle.reason());
    }
    Limits.Meaning meaning = program.meaning(obstacle.limit());
    return new Outcome.Refused(
        "%s: %s of %s at node %d"
            .formatted(
                obstacle.reason(),
                meaning.kind().toString().toLowerCase(Locale.ROOT),
                meaning.name(),
                meaning.stage()));
  }

  private void requireReady() {
    if (!ready) {
      throw new IllegalStateException("no derivative: at(…) was not called or refused");
    }
  }

  /**
   * dz ← change of all variables (positions as in {@link MultipleShooting#inputAt}) along a
   * direction.
   *
   * @param ofStart length of the first stage's states
   * @param ofParameters length of the model's parameters, or empty for none
   * @param ofGoals by {@link #goalNames}, or empty for none
   */
  public void forward(double[] ofStart, double[] ofParameters, double[] ofGoals, double[] dz) {
    requireReady();
    change.clear();
    System.arraycopy(ofStart, 0, change.initial(), 0, change.initial().length);
    if (ofParameters.length > 0) {
      model.forward(system.variables(), system.multipliers(), ofParameters, change);
    }
    if (ofGoals.length > 0) {
      goals.forward(system.variables(), system.rowPrices(), ofGoals, change);
    }
    system.forward(change, dz);
  }

  /**
   * Computes what everything is worth to Σ zbar · z: read {@link #startWorth}, {@link
   * #parameterWorth} and {@link #goalWorth} afterwards.
   */
  public void adjoint(double[] zbar) {
    adjointOfStartAndGoals(zbar);
    Arrays.fill(parameters, 0.0);
    model.adjoint(system.variables(), system.multipliers(), worth, parameters);
  }

  /**
   * As {@link #adjoint} without the model's parameters and their sweep over the model; their worth
   * is NaN afterwards.
   */
  public void adjointOfStartAndGoals(double[] zbar) {
    requireReady();
    Arrays.fill(parameters, Double.NaN);
    system.adjoint(zbar, worth);
    System.arraycopy(worth.initial(), 0, start, 0, start.length);
    goals.adjoint(system.variables(), system.rowPrices(), worth, knobs);
  }

  /** By the first stage's states; belongs to this object. */
  public double[] startWorth() {
    return start;
  }

  /** By the model's parameters; belongs to this object. */
  public double[] parameterWorth() {
    return parameters;
  }

  /** By {@link #goalNames}; belongs to this object. */
  public double[] goalWorth() {
    return knobs;
  }
}
