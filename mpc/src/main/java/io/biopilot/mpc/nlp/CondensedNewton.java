package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * Projected Newton on the controls alone: states are eliminated once a solve, then each iteration
 * factors the Hessian of those controls that are not held by a limit. For programs whose controls
 * only are limited, with few of them (its cost grows with their number cubed).
 *
 * <pre>
 * min ½ uᵀ Hc u + gcᵀ u,  lower ≤ u ≤ upper      u ← P(u + t d),  H_FF d_F = −g_F
 * </pre>
 *
 * <p>A workspace for one problem's data; nothing is allocated in a solve. Source: Bertsekas 1982.
 */
public final class CondensedNewton implements QpSolver {

  private static final int MOST_HALVINGS = 30;
  private static final double ARMIJO = 1e-4;

  private final ControlSweep sweep;
  private final double tolerance;
  private final int mostIterations;
  private final int n;
  private final double[] hessian; // Hc, full
  private final double[] linear; // gc
  private final double[] factor;
  private final double[] u;
  private final double[] trial;
  private final double[] slope;
  private final double[] step;
  private final int[] free;
  private final double[] z;

  /** A solver bound to one problem's data: change the data between solves, not the shape. */
  public CondensedNewton(StageQp qp, double tolerance, int mostIterations) {
    this.tolerance = tolerance;
    this.mostIterations = mostIterations;
    sweep = new ControlSweep(qp);
    n = sweep.controls();
    hessian = new double[n * n];
    factor = new double[n * n];
    linear = new double[n];
    u = new double[n];
    trial = new double[n];
    slope = new double[n];
    step = new double[n];
    free = new int[n];
    z = new double[qp.shape().totalVariables()];
  }

  @Override
  public Status solve(StageQp qp, QpSolution solution, Start start) {
    sweep.requireLimitsOnControlsOnly(qp);
    solution.iterations = 0;
    condense();
    if (!factor(n, false)) {
      return Status.NOT_CONVEX;
    }
    boolean warm = start == Start.WARM && take(solution);
    if (!warm) {
      unlimited();
    }
    Status status = iterate(solution);
    for (int i = 0; i < n; i++) {
      solution.variables[sweep.position(i)] = u[i];
    }
    sweep.finish(solution);
    if (Double.isNaN(solution.residual)) {
      return Status.NOT_FINITE;
    }
    return solution.residual <= tolerance ? Status.CONVERGED : status;
  }

  /** Hc column by column, gc from the trajectory without controls. */
  private void condense() {
    Arrays.fill(z, 0.0);
    sweep.simulate(z);
    double[] whole = sweep.gradient(z, 0, true);
    for (int i = 0; i < n; i++) {
      linear[i] = whole[sweep.position(i)];
    }
    for (int j = 0; j < n; j++) {
      int stage = sweep.stageOf(j);
      Arrays.fill(z, 0.0);
      z[sweep.position(j)] = 1.0;
      sweep.follow(z, stage, false);
      double[] column = sweep.gradient(z, stage, false);
      for (int i = j; i < n; i++) {
        hessian[i * n + j] = column[sweep.position(i)];
        hessian[j * n + i] = column[sweep.position(i)];
      }
    }
  }

  private boolean take(QpSolution solution) {
    for (int i = 0; i < n; i++) {
      u[i] = sweep.clip(i, solution.variables[sweep.position(i)]);
      if (!Double.isFinite(u[i])) {
        return false;
      }
    }
    return true;
  }

  /** The minimiser without limits, moved to the nearest point within them. */
  private void unlimited() {
    for (int i = 0; i < n; i++) {
      step[i] = -linear[i];
    }
    substitute(n);
    for (int i = 0; i < n; i++) {
      u[i] = sweep.clip(i, step[i]);
    }
  }

  private Status iterate(QpSolution solution) {
    while (true) {
      slopeAt(u);
      int count = 0;
      double worst = 0.0;
      for (int i = 0; i < n; i++) {
        worst = Math.max(worst, Math.abs(u[i] - sweep.clip(i, u[i] - slope[i])));
        boolean low = u[i] <= sweep.clip(i, Double.NEGATIVE_INFINITY) && slope[i] > 0.0;
        boolean high = u[i] >= sweep.clip(i, Double.POSITIVE_INFINITY) && slope[i] < 0.0;
        if (!low && !high) {
          free[count++] = i;
        }
      }
      if (worst <= 0.1 * tolerance) {
        solution.iterations = Math.max(1, solution.iterations);
        return Status.CONVERGED;
      }
      if (solution.iterations == mostIterations) {
        return Status.STALLED;
      }
      solution.iterations++;
      if (!factor(count, true)) {
        return Status.NOT_CONVEX;
      }
      for (int f = 0; f < count; f++) {
        step[f] = -slope[free[f]];
      }
      substitute(count);
      if (!search(count)) {
        return Status.STALLED; // rounding
      }
    }
  }

  private void slopeAt(double[] at) {
    for (int i = 0; i < n; i++) {
      double sum = linear[i];
      for (int j = 0; j < n; j++) {
        sum = Math.fma(hessian[i * n + j], at[j], sum);
      }
      slope[i] = sum;
    }
  }

  /** Moves along the projected step until the objective falls as it should. */
  private boolean search(int count) {
    double length = 1.0;
    for (int halving = 0; halving < MOST_HALVINGS; halving++) {
      System.arraycopy(u, 0, trial, 0, n);
      for (int f = 0; f < count; f++) {
        int i = free[f];
        trial[i] = sweep.clip(i, u[i] + length * step[f]);
      }
      // q(trial) − q(u) = slopeᵀ m + ½ mᵀ Hc m
      double promised = 0.0;
      double curved = 0.0;
      for (int i = 0; i < n; i++) {
        double move = trial[i] - u[i];
        promised = Math.fma(slope[i], move, promised);
        if (move != 0.0) {
          double row = 0.0;
          for (int j = 0; j < n; j++) {
            row = Math.fma(hessian[i * n + j], trial[j] - u[j], row);
          }
          curved = Math.fma(row, move, curved);
        }
      }
      if (promised + 0.5 * curved <= ARMIJO * promised) {
        System.arraycopy(trial, 0, u, 0, n);
        return true;
      }
      length *= 0.5;
    }
    return false;
  }

  /** Cholesky of the first rows, or of those of the free controls. */
  private boolean factor(int count, boolean selected) {
    for (int i = 0; i < count; i++) {
      int row = (selected ? free[i] : i) * n;
      for (int j = 0; j <= i; j++) {
        double sum = hessian[row + (selected ? free[j] : j)];
        for (int m = 0; m < j; m++) {
          sum = Math.fma(-factor[i * n + m], factor[j * n + m], sum);
        }
        if (i > j) {
          factor[i * n + j] = sum * factor[j * n + j];
        } else if (sum > 0.0) {
          factor[i * n + i] = 1.0 / Math.sqrt(sum);
        } else {
          return false;
        }
      }
    }
    return true;
  }

  /** step ← (L Lᵀ)⁻¹ step, its first entries; the diagonal of the factor is inverted. */
  private void substitute(int count) {
    for (int i = 0; i < count; i++) {
      double sum = step[i];
      for (int m = 0; m < i; m++) {
        sum = Math.fma(-factor[i * n + m], step[m], sum);
      }
      step[i] = sum * factor[i * n + i];
    }
    for (int i = count - 1; i >= 0; i--) {
      double sum = step[i];
      for (int m = i + 1; m < count; m++) {
        sum = Math.fma(-factor[m * n + i], step[m], sum);
      }
      step[i] = sum * factor[i * n + i];
    }
  }
}
