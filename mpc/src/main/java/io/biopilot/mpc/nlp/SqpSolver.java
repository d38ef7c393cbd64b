package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Sequential quadratic programming on a {@link NonlinearProgram}: to convergence with a filter line
 * search, or one iteration a sample (real-time iteration) divided into what can be done before the
 * state is known and what is left afterwards.
 *
 * <p>Where no point keeps the hard limits, those that may be relaxed are replaced by exact slacks
 * for the rest of the solve ({@link #relaxed}). Bound to one program; one thread; nothing is
 * allocated in an iteration. Sources: Wächter and Biegler 2006 (filter); Diehl, Bock and Schlöder,
 * SIAM J. Control Optim. 43 (2005) 1714 (real-time iteration).
 */
public final class SqpSolver {

  private static final int MOST_HALVINGS = 16;

  private final NonlinearProgram program;
  private final SqpSettings settings;
  private final StageShape shape;
  private final StageQp qp;
  private final StageQpSolver solver;
  private final Riccati convexifier;
  private final QpSolution step;
  private final QpSolution prices; // multipliers in force; its variables are z
  private final Merit merit;
  private final Filter filter = new Filter();
  private final TrustRegion trust = new TrustRegion();
  private final KktError kkt;
  private final StepModel model;
  private final SimulatedTrial simulated;
  private final double[] lower;
  private final double[] upper;
  private final double[] linear;
  private final double[] quadratic;
  private final double[] defect;
  private final double[] rows;
  private final double[] trial;
  private final double[] trialDefect;
  private final double[] trialRows;
  private final double[] rowPrices;
  private final double[] fixing;
  private double objective;
  private double residual;
  private double theta;
  private double phi;
  private int iterations;
  private int qpIterations;
  private boolean relaxed;
  private boolean warm;

  public SqpSolver(NonlinearProgram program, SqpSettings settings) {
    this(program, settings, new PlainPanels());
  }

  /** As the other, with a back end of the small products. */
  public SqpSolver(NonlinearProgram program, SqpSettings settings, Panels panels) {
    this.program = program;
    this.settings = settings;
    shape = program.shape();
    qp = new StageQp(shape);
    solver =
        new StageQpSolver(
            qp,
            InteriorPoint.Settings.of(0.01 * settings.tolerance(), settings.qpIterations()),
            panels);
    convexifier = new Riccati(qp, panels);
    step = new QpSolution(shape);
    prices = new QpSolution(shape);
    kkt = new KktError(shape);
    model = new StepModel(qp, step);
    int limits = qp.lower().length;
    lower = new double[limits];
    upper = new double[limits];
    linear = new double[limits];
    quadratic = new double[limits];
    merit = new Merit(shape, lower, upper, linear, quadratic);
    simulated = new SimulatedTrial(program, merit, model, settings.relaxPrice());
    defect = new double[shape.totalStates()];
    rows = new double[shape.totalRows()];
    trial = new double[shape.totalVariables()];
    trialDefect = new double[shape.totalStates()];
    trialRows = new double[shape.totalRows()];
    rowPrices = new double[shape.totalRows()];
    fixing = new double[limits];
  }

  /** The present point z, to be set before a cold solve. */
  public double[] variables() {
    return prices.variables;
  }

  /** Multipliers in force, in the order and with the signs of {@link QpSolution}. */
  public QpSolution prices() {
    return prices;
  }

  /**
   * Gives multipliers of the transitions to begin with, for the first Hessian; the first quadratic
   * program still starts cold.
   */
  public void multipliers(double[] guess) {
    reset();
    System.arraycopy(guess, 0, prices.multipliers, 0, guess.length);
  }

  /** The last linearisation: transitions, gradients, Hessians at the point before the last step. */
  public StageQp linearisation() {
    return qp;
  }

  public double objective() {
    return objective;
  }

  /**
   * How good {@link #variables} is, less is better: objective, price of broken soft limits, hard
   * ones at the price of relaxation. Not finite where a function is not.
   */
  public double merit() {
    program.limitsInto(lower, upper, linear, quadratic);
    double value = program.value(prices.variables, trialDefect, trialRows);
    merit.measure(value, prices.variables, trialDefect, trialRows);
    return merit.phi() + settings.relaxPrice() * merit.theta();
  }

  /** Largest KKT residual at the last linearisation (with the multipliers then in force). */
  public double residual() {
    return residual;
  }

  /** Largest violation of a transition or a hard limit at the present point. */
  public double infeasibility() {
    return merit.largest();
  }

  public int iterations() {
    return iterations;
  }

  /** Interior-point steps of the last solve, all quadratic programs together. */
  public int qpIterations() {
    return qpIterations;
  }

  /** Whether hard limits had to be replaced by exact slacks. */
  public boolean relaxed() {
    return relaxed;
  }

  /** Forgets multipliers: the next solve starts its first quadratic program cold. */
  public void reset() {
    warm = false;
    Arrays.fill(prices.multipliers, 0.0);
    Arrays.fill(prices.lowerPrices, 0.0);
    Arrays.fill(prices.upperPrices, 0.0);
  }

  /**
   * Solves to the tolerance from {@link #variables}.
   *
   * @param exhausted asked with the iterations done so far before each; true stops
   */
  public Status solve(IntPredicate exhausted) {
    iterations = 0;
    qpIterations = 0;
    relaxed = false;
    residual = Double.NaN;
    program.limitsInto(lower, upper, linear, quadratic);
    program.initialInto(prices.variables);
    filter.reset(0.0);
    trust.reset();
    for (; ; ) {
      Status now = linearise();
      if (now != Status.BUDGET_FEASIBLE) {
        return now;
      }
      if (iterations == 0) {
        filter.reset(theta);
      }
      if (exhausted.test(iterations)) {
        return merit.largest() <= Math.max(1e-6, settings.tolerance())
            ? Status.BUDGET_FEASIBLE
            : Status.BUDGET_INFEASIBLE;
      }
      iterations++;
      curve();
      boolean along = settings.trial() == SqpSettings.Trial.SIMULATE;
      Status solved = along ? trust() : solveQp();
      if (solved != Status.CONVERGED && !(along && solved == Status.STALLED)) {
        return solved;
      }
      if (along ? solved == Status.STALLED : !search()) { // rounding, or a bad model
        return merit.largest() <= settings.tolerance() && residual <= 100 * settings.tolerance()
            ? Status.CONVERGED
            : Status.STALLED;
      }
    }
  }

  /**
   * First half of a real-time iteration: everything at the present point that does not need the
   * state.
   */
  public Status prepare() {
    iterations = 0;
    qpIterations = 0;
    relaxed = false;
    program.limitsInto(lower, upper, linear, quadratic);
    Status now = linearise();
    if (now == Status.BUDGET_FEASIBLE || now == Status.CONVERGED) {
      curve();
      return Status.CONVERGED;
    }
    return now;
  }

  /** Second half: one full step for the program's present start. */
  public Status feedback() {
    iterations = 1;
    program.initialInto(qp.initial());
    for (int i = 0; i < qp.initial().length; i++) {
      qp.initial()[i] -= prices.variables[i];
    }
    Status solved = solveQp();
    if (solved == Status.CONVERGED) {
      for (int i = 0; i < prices.variables.length; i++) {
        prices.variables[i] += step.variables[i];
      }
      takePrices(1.0);
    }
    return solved;
  }

  /** Linearises at z; BUDGET_FEASIBLE stands for "go on". */
  private Status linearise() {
    double[] z = prices.variables;
    objective = program.linearise(z, defect, rows, qp);
    merit.measure(objective, z, defect, rows);
    theta = merit.theta();
    phi = merit.phi();
    if (!Double.isFinite(theta) || !Double.isFinite(phi)) {
      return Status.NOT_FINITE;
    }
    shiftLimits();
    Arrays.fill(qp.initial(), 0.0);
    if (!warm) {
      residual = Double.POSITIVE_INFINITY;
      return Status.BUDGET_FEASIBLE;
    }
    residual =
        Math.max(
            merit.largest(),
            Math.max(kkt.stationarity(qp, prices), kkt.complementarity(qp, prices)));
    return residual <= settings.tolerance() ? Status.CONVERGED : Status.BUDGET_FEASIBLE;
  }

  private void shiftLimits() {
    double[] z = prices.variables;
    for (int i = 0; i < lower.length; i++) {
      double at = i < z.length ? z[i] : rows[i - z.length];
      qp.lower()[i] = lower[i] - at;
      qp.upper()[i] = upper[i] - at;
      qp.linear()[i] = linear[i];
      qp.quadratic()[i] = quadratic[i];
    }
  }

  private void curve() {
    int variables = shape.totalVariables();
    for (int r = 0; r < rowPrices.length; r++) {
      rowPrices[r] = prices.upperPrices[variables + r] - prices.lowerPrices[variables + r];
    }
    program.curvature(prices.variables, prices.multipliers, rowPrices, settings.curvature(), qp);
    InteriorPoint.fixingWeights(qp, fixing);
    convexifier.convexify(fixing, settings.floor());
  }

  private Status solveQp() {
    Arrays.fill(step.variables, 0.0);
    QpSolver.Start start = warm ? QpSolver.Start.WARM : QpSolver.Start.COLD;
    if (warm) {
      step.copyPrices(prices);
    }
    Status status = solver.solve(qp, step, start);
    qpIterations += step.iterations;
    if (status == Status.INFEASIBLE && !relaxed && relax()) {
      status = solver.solve(qp, step, QpSolver.Start.COLD);
      qpIterations += step.iterations;
    }
    // A step that misses the tight tolerance by little still serves.
    return status == Status.STALLED && step.residual <= 100 * settings.tolerance()
        ? Status.CONVERGED
        : status;
  }

  /** Replaces hard limits by exact slacks where that is allowed. */
  private boolean relax() {
    boolean any = false;
    for (int i = shape.states(0); i < linear.length; i++) {
      boolean finite = lower[i] > Double.NEGATIVE_INFINITY || upper[i] < Double.POSITIVE_INFINITY;
      if (finite && linear[i] == Double.POSITIVE_INFINITY && program.mayRelax(i)) {
        linear[i] = settings.relaxPrice();
        any = true;
      }
    }
    relaxed = any;
    shiftLimits();
    merit.measure(objective, prices.variables, defect, rows);
    theta = merit.theta();
    phi = merit.phi();
    filter.reset(theta);
    return any;
  }

  /**
   * Solves within the trust region, shrinking it until the trajectory that the controls lead to is
   * better; STALLED if there is none. A step that would be refused is corrected once before.
   */
  private Status trust() {
    double phiNow = phi + settings.relaxPrice() * theta;
    double rounding = 1e-12 * Math.max(1.0, Math.abs(phiNow));
    double[] z = prices.variables;
    while (!trust.exhausted()) {
      shiftLimits();
      trust.limit(qp, lower, upper);
      Status solved = solveQp();
      if (solved != Status.CONVERGED) {
        return solved;
      }
      double promised = -slope() - 0.5 * model.quadratic();
      double reduction = phiNow - simulated.merit(z, step.variables);
      if (trust.refuses(promised, reduction, rounding)) {
        simulated.correct(qp, z, step.variables, rows);
        reduction =
            solveQp() == Status.CONVERGED
                ? phiNow - simulated.merit(z, step.variables)
                : Double.NEGATIVE_INFINITY;
      }
      if (trust.accepts(promised, reduction, rounding)) {
        System.arraycopy(simulated.point, 0, z, 0, z.length);
        takePrices(1.0);
        objective = simulated.objective;
        return Status.CONVERGED;
      }
    }
    merit.measure(objective, z, defect, rows);
    return Status.STALLED;
  }

  /** Moves along the step as far as the filter lets it; false if nowhere. */
  private boolean search() {
    double[] z = prices.variables;
    double slope = slope();
    double length = 1.0;
    double phiNow = phi;
    double thetaNow = theta;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      for (int i = 0; i < z.length; i++) {
        trial[i] = z[i] + length * step.variables[i];
      }
      double value = program.value(trial, trialDefect, trialRows);
      merit.measure(value, trial, trialDefect, trialRows);
      if (filter.accepts(thetaNow, phiNow, slope, length, merit.theta(), merit.phi())) {
        System.arraycopy(trial, 0, z, 0, z.length);
        takePrices(length);
        objective = value;
        return true;
      }
      length *= 0.5;
    }
    merit.measure(objective, z, defect, rows);
    return false;
  }

  /** Directional derivative of phi: the objective's gradient, and the soft limits' own model. */
  private double slope() {
    // Convex along the step, so that the whole step's change bounds the derivative from above.
    merit.measure(0.0, prices.variables, defect, rows);
    double now = merit.phi();
    for (int i = 0; i < trial.length; i++) {
      trial[i] = prices.variables[i] + step.variables[i];
    }
    model.rowsInto(rows, trialRows);
    merit.measure(0.0, trial, defect, trialRows);
    return model.linear() + merit.phi() - now;
  }

  private void takePrices(double length) {
    prices.approachPrices(step, length);
    warm = true;
  }
}
