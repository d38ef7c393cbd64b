package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * The simple baseline: roll the controls out, step against the gradient, project onto the limits.
 *
 * <pre>
 * u ← P(u − η ∇J(u)),   η = sᵀ s / sᵀ y  from the last move s and change of gradient y
 * </pre>
 *
 * <p>Algorithm 2 of the PB-HNO paper (differentiable MPC) with the spectral step in place of a
 * fixed η, which would have to be found by hand for every problem, and a line search that looks
 * back over the last objectives. For programs whose controls only are limited; hundreds of cheap
 * iterations where {@link CondensedNewton} needs five. Source of step and search: Birgin, Martínez
 * and Raydan, SIAM J. Optim. 10 (2000) 1196.
 */
public final class ProjectedGradient implements QpSolver {

  private static final int MEMORY = 10;
  private static final int MOST_HALVINGS = 40;
  private static final double ARMIJO = 1e-4;
  private static final double LONGEST = 1e10;

  private final ControlSweep sweep;
  private final double tolerance;
  private final int mostIterations;
  private final int n;
  private final double[] z;
  private final double[] trial;
  private final double[] u;
  private final double[] slope;
  private final double[] direction;
  private final double[] values = new double[MEMORY];

  /** A solver bound to one problem's data: change the data between solves, not the shape. */
  public ProjectedGradient(StageQp qp, double tolerance, int mostIterations) {
    this.tolerance = tolerance;
    this.mostIterations = mostIterations;
    sweep = new ControlSweep(qp);
    n = sweep.controls();
    z = new double[qp.shape().totalVariables()];
    trial = new double[z.length];
    u = new double[n];
    slope = new double[n];
    direction = new double[n];
  }

  @Override
  public Status solve(StageQp qp, QpSolution solution, Start start) {
    sweep.requireLimitsOnControlsOnly(qp);
    solution.iterations = 0;
    begin(solution, start);
    Status status = iterate(solution);
    System.arraycopy(z, 0, solution.variables, 0, z.length);
    sweep.finish(solution);
    return status;
  }

  private void begin(QpSolution solution, Start start) {
    Arrays.fill(z, 0.0);
    for (int i = 0; i < n; i++) {
      double guess = start == Start.WARM ? solution.variables[sweep.position(i)] : 0.0;
      z[sweep.position(i)] = sweep.clip(i, Double.isFinite(guess) ? guess : 0.0);
    }
    sweep.simulate(z);
  }

  private Status iterate(QpSolution solution) {
    Arrays.fill(values, Double.NEGATIVE_INFINITY);
    double objective = sweep.objective(z);
    take();
    double eta = 1.0 / Math.max(1e-10, largestSlope());
    while (true) {
      double worst = 0.0;
      for (int i = 0; i < n; i++) {
        double miss = Math.abs(u[i] - sweep.clip(i, u[i] - slope[i]));
        worst = miss <= worst ? worst : miss;
      }
      if (!Double.isFinite(worst) || !Double.isFinite(objective)) {
        return Status.NOT_FINITE;
      }
      if (worst <= tolerance) {
        solution.iterations = Math.max(1, solution.iterations);
        return Status.CONVERGED;
      }
      if (solution.iterations == mostIterations) {
        return Status.STALLED;
      }
      values[solution.iterations % MEMORY] = objective;
      solution.iterations++;
      double next = search(eta);
      if (Double.isNaN(next)) {
        return Status.STALLED;
      }
      objective = next;
      double moved = 0.0;
      double curved = 0.0;
      double[] gradient = sweep.gradient(z, 0, true);
      for (int i = 0; i < n; i++) {
        double s = z[sweep.position(i)] - u[i];
        moved = Math.fma(s, s, moved);
        curved = Math.fma(s, gradient[sweep.position(i)] - slope[i], curved);
      }
      if (curved < -1e-12 * moved) {
        return Status.NOT_CONVEX;
      }
      eta = curved > 0.0 ? Math.min(LONGEST, moved / curved) : LONGEST;
      take();
    }
  }

  /** Remembers controls and gradient at z. */
  private void take() {
    double[] gradient = sweep.gradient(z, 0, true);
    for (int i = 0; i < n; i++) {
      u[i] = z[sweep.position(i)];
      slope[i] = gradient[sweep.position(i)];
    }
  }

  private double largestSlope() {
    double largest = 0.0;
    for (double s : slope) {
      largest = Math.max(largest, Math.abs(s));
    }
    return largest;
  }

  /** Moves z towards P(u − η slope); returns its objective, NaN where rounding is all there is. */
  private double search(double eta) {
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double promised = 0.0;
    for (int i = 0; i < n; i++) {
      direction[i] = sweep.clip(i, u[i] - eta * slope[i]) - u[i];
      promised = Math.fma(direction[i], slope[i], promised);
    }
    double rounding = 1e-14 * Math.abs(most);
    double length = 1.0;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      for (int i = 0; i < n; i++) {
        trial[sweep.position(i)] = u[i] + length * direction[i];
      }
      sweep.simulate(trial);
      double value = sweep.objective(trial);
      if (value <= most + ARMIJO * length * promised + rounding) {
        System.arraycopy(trial, 0, z, 0, z.length);
        return value;
      }
      length *= 0.5;
    }
    return Double.NaN;
  }
}
