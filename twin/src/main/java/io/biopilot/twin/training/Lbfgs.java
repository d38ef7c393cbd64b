package io.biopilot.twin.training;

import io.biopilot.twin.linalg.Vec;

/**
 * Limited-memory BFGS: two-loop recursion (Nocedal & Wright 2006, algorithm 7.4), initial scaling
 * sᵀy / yᵀy (eq. 7.20), backtracking to the Armijo condition with quadratic interpolation; pairs
 * without positive curvature are skipped.
 *
 * @param memory number of pairs kept
 * @param iterations budget
 * @param tolerance largest |gradient| entry at which it stops, relative to max(1, |value|)
 */
public record Lbfgs(int memory, int iterations, double tolerance) implements Optimizer {

  private static final double ARMIJO = 1e-4;
  private static final int BACKTRACKS = 20;

  public Lbfgs {
    if (memory < 1 || iterations < 0 || !(tolerance >= 0.0)) {
      throw new IllegalArgumentException(
          "memory (%d) must be ≥ 1, iterations (%d) and tolerance (%s) ≥ 0"
              .formatted(memory, iterations, tolerance));
    }
  }

  @Override
  public Minimum minimise(Objective objective, Vec start) {
    return new Run(objective, start).minimise();
  }

  /** The arrays of one minimisation. */
  private final class Run {
    private final Objective objective;
    private final int n;
    private final double[] z;
    private final double[] gradient;
    private final double[] trial;
    private final double[] trialGradient;
    private final double[] direction;
    private final double[][] steps;
    private final double[][] changes;
    private final double[] curvatures;
    private final double[] alphas;
    private int pairs;
    private int newest = -1;
    private double value;

    Run(Objective objective, Vec start) {
      this.objective = objective;
      n = objective.dimension();
      z = start.toArray();
      gradient = new double[n];
      trial = new double[n];
      trialGradient = new double[n];
      direction = new double[n];
      steps = new double[memory][n];
      changes = new double[memory][n];
      curvatures = new double[memory];
      alphas = new double[memory];
    }

    Minimum minimise() {
      value = objective.valueAndGradientInto(z, gradient);
      if (!Double.isFinite(value)) {
        return ended(0, Ending.NOT_FINITE);
      }
      for (int iteration = 0; iteration < iterations; iteration++) {
        if (largest(gradient) <= tolerance * Math.max(1.0, Math.abs(value))) {
          return ended(iteration, Ending.CONVERGED);
        }
        aim();
        double slope = dot(direction, gradient);
        if (!(slope < 0.0)) {
          pairs = 0;
          aim();
          slope = dot(direction, gradient);
        }
        double before = value;
        if (!search(slope)) {
          if (pairs == 0) {
            return ended(iteration, Ending.STALLED);
          }
          pairs = 0;
          continue;
        }
        if (before - value <= 1e-14 * Math.abs(before)) {
          return ended(iteration + 1, Ending.CONVERGED);
        }
      }
      return ended(iterations, Ending.BUDGET);
    }

    private Minimum ended(int used, Ending ending) {
      return new Minimum(Vec.of(z), value, used, ending);
    }

    /** direction = -H g. */
    private void aim() {
      for (int i = 0; i < n; i++) {
        direction[i] = -gradient[i];
      }
      if (pairs == 0) {
        // Without curvature known, the first step moves no variable by more than 0.1.
        scale(direction, Math.min(1.0, 0.1 / Math.max(largest(gradient), 1e-300)));
        return;
      }
      for (int k = 0; k < pairs; k++) {
        int j = Math.floorMod(newest - k, memory);
        alphas[j] = dot(steps[j], direction) / curvatures[j];
        add(direction, -alphas[j], changes[j]);
      }
      scale(direction, curvatures[newest] / dot(changes[newest], changes[newest]));
      for (int k = pairs - 1; k >= 0; k--) {
        int j = Math.floorMod(newest - k, memory);
        double beta = dot(changes[j], direction) / curvatures[j];
        add(direction, alphas[j] - beta, steps[j]);
      }
    }

    private boolean search(double slope) {
      double t = 1.0;
      for (int k = 0; k < BACKTRACKS; k++) {
        for (int i = 0; i < n; i++) {
          trial[i] = z[i] + t * direction[i];
        }
        double found = objective.valueAndGradientInto(trial, trialGradient);
        if (found <= value + ARMIJO * t * slope) {
          accept(found);
          return true;
        }
        // Minimum of the parabola through value, slope and the value found.
        double parabola = -0.5 * slope * t * t / (found - value - slope * t);
        t = Double.isFinite(parabola) ? Math.min(0.5 * t, Math.max(0.1 * t, parabola)) : 0.1 * t;
      }
      return false;
    }

    private void accept(double found) {
      int slot = (newest + 1) % memory;
      for (int i = 0; i < n; i++) {
        steps[slot][i] = trial[i] - z[i];
        changes[slot][i] = trialGradient[i] - gradient[i];
      }
      double curvature = dot(steps[slot], changes[slot]);
      if (curvature > 1e-12 * dot(changes[slot], changes[slot])) {
        curvatures[slot] = curvature;
        newest = slot;
        pairs = Math.min(pairs + 1, memory);
      }
      System.arraycopy(trial, 0, z, 0, n);
      System.arraycopy(trialGradient, 0, gradient, 0, n);
      value = found;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] a, double factor, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += factor * b[i];
    }
  }

  private static void scale(double[] a, double factor) {
    for (int i = 0; i < a.length; i++) {
      a[i] *= factor;
    }
  }

  private static double largest(double[] a) {
    double largest = 0.0;
    for (double entry : a) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }
}
