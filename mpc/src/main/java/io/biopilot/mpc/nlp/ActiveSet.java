package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;

/**
 * Primal-dual active set: guesses which limits bind, solves the equality-constrained program that
 * this leaves by one Riccati recursion, and corrects the guess by the signs of gaps and prices,
 * until nothing changes. Exact where it ends; a guess from a neighbouring problem often needs one
 * recursion. Later stages whose limits did not change keep their part of the recursion.
 *
 * <p>A binding control is a constant; a binding state or row is held by the method of multipliers.
 * The set may circle where states are bounded: then STALLED, and {@link InteriorPoint} is the one
 * to ask. Source: Hintermüller, Ito and Kunisch, SIAM J. Optim. 13 (2002) 865.
 */
final class ActiveSet {

  private static final double CLAMPED = 1e20;
  private static final double HOLD = 1e6;
  private static final int MOST_REFINEMENTS = 4;

  /** Corrections that may change no fewer limits than the best one before: more means circling. */
  private static final int MOST_RELAPSES = 1;

  private final StageQp qp;
  private final StageShape shape;
  private final Riccati riccati;
  private final LimitSet set;
  private final double tolerance;
  private final double[] base; // by limit: g, rows 0
  private final double[] offsets; // by state: b
  private final double[] weights; // by limit
  private final double[] rhs; // by limit
  private final double[] y; // by limit: variables, row values
  private final double[] gradient; // by limit
  private final double[] defect;
  private final QpGradient conditions;
  private double hold;

  ActiveSet(StageQp qp, double tolerance, Panels panels) {
    this.qp = qp;
    this.tolerance = tolerance;
    shape = qp.shape();
    riccati = new Riccati(qp, panels);
    set = new LimitSet(qp);
    int limits = qp.lower().length;
    base = new double[limits];
    offsets = new double[shape.totalStates()];
    weights = new double[limits];
    rhs = new double[limits];
    y = new double[limits];
    gradient = new double[limits];
    defect = new double[shape.totalStates()];
    conditions = new QpGradient(qp, gradient, defect, panels);
  }

  /**
   * Writes the minimiser and its multipliers.
   *
   * @param start cold, or from the set that the solution's prices and gaps tell
   * @param mostIterations recursions before giving up
   * @return CONVERGED, NOT_CONVEX, NOT_FINITE or STALLED
   */
  Status solve(StageQp data, QpSolution solution, QpSolver.Start start, int mostIterations) {
    if (data != qp) {
      throw new IllegalArgumentException("this solver is bound to another problem's data");
    }
    solution.iterations = 0;
    solution.residual = Double.POSITIVE_INFINITY;
    flatten();
    if (start == QpSolver.Start.WARM) {
      System.arraycopy(solution.variables, 0, y, 0, solution.variables.length);
      qp.rowValuesInto(solution.variables, y);
    }
    set.begin(start == QpSolver.Start.WARM ? solution : null, y);
    System.arraycopy(qp.initial(), 0, solution.variables, 0, qp.initial().length);
    return iterate(solution, mostIterations);
  }

  private void flatten() {
    double largest = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      double[] g = qp.gradient(k);
      System.arraycopy(g, 0, base, shape.variableOffset(k), g.length);
      if (k < shape.stages()) {
        double[] b = qp.offset(k);
        System.arraycopy(b, 0, offsets, shape.stateOffset(k + 1), b.length);
      }
      int ld = shape.leading(k);
      for (int i = 0; i < shape.variables(k); i++) {
        largest = Math.max(largest, Math.abs(qp.hessian(k)[i * ld + i]));
      }
    }
    hold = HOLD * Math.max(1.0, largest);
  }

  private Status iterate(QpSolution solution, int mostIterations) {
    int changed = shape.stages();
    int linear = shape.stages();
    int refinements = 0;
    int fewest = Integer.MAX_VALUE;
    int relapses = 0;
    while (solution.iterations < mostIterations) {
      solution.iterations++;
      Arrays.fill(weights, 0.0);
      System.arraycopy(base, 0, rhs, 0, rhs.length);
      set.contribute(CLAMPED, hold, weights, rhs);
      qp.foldRows(rhs);
      if (!riccati.factor(weights, changed)) {
        return Status.NOT_CONVEX;
      }
      riccati.carry(offsets, changed);
      riccati.solve(rhs, offsets, solution.variables, solution.multipliers, linear);
      System.arraycopy(solution.variables, 0, y, 0, solution.variables.length);
      qp.rowValuesInto(solution.variables, y);
      conditions.measure(solution.variables, solution.multipliers);
      double missed = set.price(hold, y);
      if (!Double.isFinite(missed)) {
        return Status.NOT_FINITE;
      }
      set.addPrices(gradient);
      qp.foldRows(gradient);
      set.priceControls(gradient);
      changed = set.correct(y, 0.1 * tolerance);
      linear = Math.max(changed, set.lastHeld());
      if (changed < 0) {
        if (missed <= 0.1 * tolerance) {
          return finish(solution, missed);
        }
        if (++refinements > MOST_REFINEMENTS) {
          return Status.STALLED;
        }
      } else if (set.changes() < fewest) {
        fewest = set.changes();
      } else if (++relapses > MOST_RELAPSES) {
        return Status.STALLED;
      }
    }
    return Status.STALLED;
  }

  private Status finish(QpSolution solution, double missed) {
    double worst = Math.max(missed, conditions.dynamics());
    for (int i = shape.states(0); i < shape.totalVariables(); i++) {
      worst = Math.max(worst, set.constant(i) ? 0.0 : Math.abs(gradient[i]));
    }
    solution.residual = worst;
    set.pricesInto(solution);
    if (!Double.isFinite(worst)) {
      return Status.NOT_FINITE;
    }
    return worst <= tolerance ? Status.CONVERGED : Status.STALLED;
  }
}
