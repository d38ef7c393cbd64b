package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.Arrays;

/**
 * Primal-dual interior point with Mehrotra's predictor and corrector; each step is one Riccati
 * factorisation and two solves, so the work grows linearly with the horizon.
 *
 * <p>A workspace for one shape: made once, no allocation afterwards. Source: Mehrotra 1992; Rao,
 * Wright and Rawlings 1998.
 */
public final class InteriorPoint implements QpSolver {

  /**
   * Limits of the method.
   *
   * @param tolerance every KKT residual must be at most this
   * @param maxIterations steps before giving up
   * @param warmBarrier product of slack and price that a warm start is lifted to
   */
  public record Settings(double tolerance, int maxIterations, double warmBarrier) {
    public Settings {
      if (!(tolerance > 0.0) || maxIterations < 1 || !(warmBarrier > 0.0)) {
        throw new IllegalArgumentException(
            "tolerance (%s), iterations (%d) and warm barrier (%s) must be positive"
                .formatted(tolerance, maxIterations, warmBarrier));
      }
    }

    public static Settings of(double tolerance) {
      return of(tolerance, 60);
    }

    public static Settings of(double tolerance, int maxIterations) {
      return new Settings(tolerance, maxIterations, 1e-3);
    }
  }

  private static final double NEARLY_TO_THE_BOUNDARY = 0.995;
  private static final double SHORTEST_STEP = 1e-9;
  private static final double FIXED = 1e20;
  private static final double THRESHOLD = 0.1;

  private final StageShape shape;
  private final Settings settings;
  private final StageQp qp;
  private final Riccati riccati;
  private final Sides sides;
  private final Equalities equalities;
  private final double[] weights; // by limit
  private final double[] gradient; // by limit: residual of stationarity, rows still apart
  private final double[] rhs; // by limit
  private final double[] y; // by limit: variables, row values
  private final double[] dy;
  private final double[] dpi;
  private final double[] fixedPrices;
  private final double[] defect; // by next state
  private final QpGradient conditions;
  private double stationarity;
  private double missed; // of the equalities
  private double aim;

  /** A solver bound to one problem's data: change the data between solves, not the shape. */
  public InteriorPoint(StageQp qp, Settings settings) {
    this(qp, settings, new PlainPanels());
  }

  /** As the other, with a back end of the small products. */
  public InteriorPoint(StageQp qp, Settings settings, Panels panels) {
    this.qp = qp;
    this.shape = qp.shape();
    this.settings = settings;
    riccati = new Riccati(qp, panels);
    sides = new Sides(shape);
    equalities = new Equalities(qp);
    int limits = qp.lower().length;
    weights = new double[limits];
    gradient = new double[limits];
    rhs = new double[limits];
    y = new double[limits];
    dy = new double[limits];
    dpi = new double[shape.totalStates()];
    fixedPrices = new double[shape.totalVariables()];
    defect = new double[shape.totalStates()];
    conditions = new QpGradient(qp, gradient, defect, panels);
  }

  @Override
  public Status solve(StageQp data, QpSolution solution, Start start) {
    if (data != qp) {
      throw new IllegalArgumentException("this solver is bound to another problem's data");
    }
    return solve(solution, start, settings.tolerance());
  }

  /**
   * As the other, to a tolerance of its own; {@link #resume} goes on from there.
   *
   * @param tolerance at least that of the settings
   */
  Status solve(QpSolution solution, Start start, double tolerance) {
    aim = tolerance;
    solution.iterations = 0;
    collect();
    if (start == Start.WARM) {
      place(solution, true);
      sides.resume(y, solution, settings.warmBarrier());
      equalities.resume(solution);
      Status warm = iterate(solution);
      if (warm == Status.CONVERGED) {
        return warm;
      }
    }
    return cold(solution);
  }

  /** As the other, from the point and multipliers that a failed guess of the limits led to. */
  Status solveNear(QpSolution solution, double tolerance) {
    aim = tolerance;
    solution.iterations = 0;
    collect();
    place(solution, true);
    sides.begin(y, THRESHOLD, 0.1 * barrier());
    equalities.begin();
    Status status = iterate(solution);
    return status == Status.CONVERGED ? status : cold(solution);
  }

  private void collect() {
    sides.collect(qp);
    equalities.collect();
  }

  private Status cold(QpSolution solution) {
    place(solution, false);
    sides.begin(y, THRESHOLD, barrier());
    equalities.begin();
    return iterate(solution);
  }

  /** First product of slack and price, by the size of the problem's numbers. */
  private double barrier() {
    return Math.max(10.0, Math.min(1000.0, largestGradient()));
  }

  /** Goes on to a smaller tolerance, with the point that this solver left in the solution. */
  Status resume(QpSolution solution, double tolerance) {
    aim = tolerance;
    return iterate(solution);
  }

  private void place(QpSolution solution, boolean given) {
    double[] z = solution.variables;
    int first = shape.states(0);
    if (!given) {
      Arrays.fill(z, 0.0);
      Arrays.fill(solution.multipliers, 0.0);
      for (int i = first; i < z.length; i++) {
        z[i] = Math.max(qp.lower()[i], Math.min(qp.upper()[i], z[i]));
      }
    }
    System.arraycopy(qp.initial(), 0, z, 0, first);
    for (int i = first; i < z.length; i++) {
      if (qp.fixed(i)) {
        z[i] = qp.lower()[i];
      }
    }
    System.arraycopy(z, 0, y, 0, z.length);
    qp.rowValuesInto(z, y);
  }

  /** weights ← zero, but so large for constant controls that no step moves them. */
  static void fixingWeights(StageQp qp, double[] weights) {
    Arrays.fill(weights, 0.0);
    for (int i = qp.shape().states(0); i < qp.shape().totalVariables(); i++) {
      if (qp.constant(i)) {
        weights[i] = FIXED;
      }
    }
  }

  private double largestGradient() {
    double largest = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      for (double entry : qp.gradient(k)) {
        largest = Math.max(largest, Math.abs(entry));
      }
    }
    return largest;
  }

  private Status iterate(QpSolution solution) {
    for (int iteration = 0; ; iteration++) {
      residuals(solution);
      double worst =
          Math.max(Math.max(stationarity, conditions.dynamics()), sides.largestResidual());
      worst = Math.max(worst, Math.max(sides.largestProduct(), missed));
      solution.residual = worst;
      if (!Double.isFinite(worst)) {
        return finish(solution, Status.NOT_FINITE);
      }
      if (worst <= aim) {
        return finish(solution, Status.CONVERGED);
      }
      if (iteration == settings.maxIterations()) {
        return finish(solution, stuck());
      }
      solution.iterations++;
      fixingWeights(qp, weights);
      sides.addWeights(weights);
      equalities.addWeights(weights);
      if (!riccati.factor(weights)) {
        return finish(solution, Status.NOT_CONVEX);
      }
      double step = direction();
      if (step < SHORTEST_STEP) {
        return finish(solution, stuck());
      }
      advance(solution, step);
    }
  }

  private Status stuck() {
    double miss = Math.max(sides.largestResidual(), missed);
    boolean limitsMissed = miss > 1e3 * settings.tolerance();
    return limitsMissed ? Status.INFEASIBLE : Status.STALLED;
  }

  private Status finish(QpSolution solution, Status status) {
    sides.pricesInto(solution);
    equalities.pricesInto(solution);
    for (int i = shape.states(0); i < fixedPrices.length; i++) {
      if (qp.constant(i)) {
        solution.lowerPrices[i] = Math.max(0.0, fixedPrices[i]);
        solution.upperPrices[i] = Math.max(0.0, -fixedPrices[i]);
      }
    }
    return status;
  }

  /** Predictor, then corrector with the same factorisation; returns the step length. */
  private double direction() {
    riccati.carry(defect);
    sides.predict();
    solveForStep();
    if (sides.count() == 0) {
      return 1.0;
    }
    double affine = sides.longestStep();
    double mu = sides.mu();
    double ratio = sides.muAfter(affine) / mu;
    double target = Math.max(ratio * ratio * ratio * mu, 0.02 * settings.tolerance());
    sides.correct(target);
    solveForStep();
    double longest = sides.longestStep();
    return longest >= 1.0 ? 1.0 : longest * Math.max(NEARLY_TO_THE_BOUNDARY, 1.0 - mu);
  }

  private void solveForStep() {
    System.arraycopy(gradient, 0, rhs, 0, rhs.length);
    sides.addGradient(rhs);
    equalities.addGradient(rhs);
    qp.foldRows(rhs);
    riccati.solve(rhs, defect, dy, dpi);
    qp.rowValuesInto(dy, dy);
    sides.recover(dy);
    equalities.recover(dy);
  }

  /** All residuals at the present point; the gradient keeps rows apart from variables. */
  private void residuals(QpSolution solution) {
    double[] z = solution.variables;
    conditions.measure(z, solution.multipliers);
    sides.residuals(y, gradient);
    missed = equalities.residuals(y, gradient);
    // The rows' share of stationarity joins only for the norm; the step folds it with its own part.
    System.arraycopy(gradient, 0, rhs, 0, rhs.length);
    qp.foldRows(rhs);
    int first = shape.states(0);
    for (int i = first; i < z.length; i++) {
      if (qp.constant(i)) {
        gradient[i] -= rhs[i]; // its price takes what is left
        fixedPrices[i] = rhs[i];
        rhs[i] = 0.0;
      }
    }
    stationarity = Extremes.largest(rhs, first, z.length);
  }

  private void advance(QpSolution solution, double step) {
    double[] z = solution.variables;
    for (int i = shape.states(0); i < z.length; i++) {
      z[i] = Math.fma(step, dy[i], z[i]);
    }
    System.arraycopy(z, 0, y, 0, z.length);
    for (int i = z.length; i < y.length; i++) {
      y[i] = Math.fma(step, dy[i], y[i]);
    }
    for (int i = 0; i < dpi.length; i++) {
      solution.multipliers[i] = Math.fma(step, dpi[i], solution.multipliers[i]);
    }
    sides.advance(step);
    equalities.advance(step);
  }
}
