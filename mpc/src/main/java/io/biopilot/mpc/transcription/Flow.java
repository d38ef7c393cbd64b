package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.PaddedProduct;
import java.util.Arrays;

/**
 * The flow of x' = f(x, u, t) over part of an interval by equal Runge-Kutta steps.
 *
 * <p>Its length is base + slope · timing and it starts at start + startSlope · timing, so that
 * switching times and a free end are differentiated like any other variable.
 */
final class Flow implements Element {

  private final Tableau tableau;
  private final int steps;
  private final MapPoint.Columns columns;
  private final int inputs;
  private final MapPoint[] points;
  private final double[][] slopes; // dk/dw of every evaluation
  private final SmallLu[] factors;
  private final CurvatureScratch scratch;
  private final PaddedProduct product;
  private final double[] base;
  private final double[][] bars;
  private final double[] xbar;
  private final Newton newton;
  private double length;
  private double slope;
  private double start;
  private double startSlope;
  private double step;

  /**
   * @param lowest sensible value of each state; may be −∞
   */
  Flow(
      SmoothMap dynamics,
      double[] parameters,
      MapPoint.Columns columns,
      Tableau tableau,
      int steps,
      double[] lowest,
      CurvatureScratch scratch) {
    this.tableau = tableau;
    this.steps = steps;
    this.columns = columns;
    this.scratch = scratch;
    int nx = columns.states();
    int stages = tableau.stages();
    inputs = dynamics.shape().inputs();
    points = new MapPoint[steps * stages];
    slopes = new double[points.length][nx * columns.leading()];
    factors = new SmallLu[points.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = new MapPoint(dynamics, parameters, columns, nx);
      factors[i] = new SmallLu(nx);
    }
    product = new PaddedProduct(nx, nx, inputs, columns.leading());
    base = new double[nx];
    bars = new double[stages][nx];
    xbar = new double[nx];
    newton = new Newton(lowest, inputs);
  }

  /** Where it lies in time. */
  void place(double from, double fromSlope, double duration, double durationSlope) {
    start = from;
    startSlope = fromSlope;
    length = duration;
    slope = durationSlope;
  }

  @Override
  public void bind() {
    for (MapPoint point : points) {
      point.bind();
    }
  }

  private void begin(double[] w) {
    double timing = columns.timing() < 0 ? 0.0 : w[columns.timing()];
    step = (length + slope * timing) / steps;
    double from = start + startSlope * timing;
    int stages = tableau.stages();
    for (int n = 0; n < steps; n++) {
      for (int i = 0; i < stages; i++) {
        MapPoint at = points[n * stages + i];
        System.arraycopy(
            w, columns.states(), at.point, columns.states(), inputs - 1 - columns.states());
        at.point[inputs - 1] = from + (n + tableau.c(i)) * step;
        at.timeSlope = startSlope + (n + tableau.c(i)) * slope / steps;
      }
    }
  }

  @Override
  public void value(double[] x, double[] w) {
    begin(w);
    for (int n = 0; n < steps; n++) {
      for (int i = 0; i < tableau.stages(); i++) {
        solveStage(x, n, i, false);
      }
      endStep(x, n);
    }
  }

  private void endStep(double[] x, int n) {
    int stages = tableau.stages();
    for (int i = 0; i < stages; i++) {
      double hb = step * tableau.b(i);
      double[] k = points[n * stages + i].value;
      for (int m = 0; m < x.length; m++) {
        x[m] = Math.fma(hb, k[m], x[m]);
      }
    }
  }

  /** k of a stage: evaluates, or solves k = f(base + h a k) by Newton's method. */
  private void solveStage(double[] x, int n, int i, boolean derivatives) {
    int stages = tableau.stages();
    MapPoint at = points[n * stages + i];
    System.arraycopy(x, 0, base, 0, x.length);
    for (int j = 0; j < i; j++) {
      double ha = step * tableau.a(i, j);
      if (ha != 0.0) {
        double[] k = points[n * stages + j].value;
        for (int m = 0; m < x.length; m++) {
          base[m] = Math.fma(ha, k[m], base[m]);
        }
      }
    }
    if (tableau.implicit(i)) {
      newton.solve(at, base, step * tableau.a(i, i), factors[n * stages + i]);
      if (derivatives) {
        at.linearise();
        factors[n * stages + i].factorShifted(step * tableau.a(i, i), at.jacobian, inputs);
      }
    } else {
      System.arraycopy(base, 0, at.point, 0, x.length);
      if (derivatives) {
        at.linearise();
      } else {
        at.evaluate();
      }
    }
  }

  @Override
  public void forward(double[] x, double[] sensitivity, double[] w) {
    begin(w);
    int stages = tableau.stages();
    for (int n = 0; n < steps; n++) {
      for (int i = 0; i < stages; i++) {
        solveStage(x, n, i, true);
        stageSensitivity(sensitivity, n, i);
      }
      for (int i = 0; i < stages; i++) {
        double hb = step * tableau.b(i);
        addScaled(hb, slopes[n * stages + i], sensitivity);
        addTiming(tableau.b(i), points[n * stages + i].value, sensitivity);
      }
      endStep(x, n);
    }
  }

  /** dk/dw: (I − h a J) dk = Jx (dx + Σ h a dk) + …, the point's own sensitivity kept. */
  private void stageSensitivity(double[] sensitivity, int n, int i) {
    int stages = tableau.stages();
    MapPoint at = points[n * stages + i];
    double[] y = at.sensitivity;
    System.arraycopy(sensitivity, 0, y, 0, y.length);
    for (int j = 0; j < i; j++) {
      if (tableau.a(i, j) != 0.0) {
        addScaled(step * tableau.a(i, j), slopes[n * stages + j], y);
        addTiming(tableau.a(i, j), points[n * stages + j].value, y);
      }
    }
    double diagonal = tableau.a(i, i);
    double[] dk = slopes[n * stages + i];
    if (diagonal != 0.0) {
      addTiming(diagonal, at.value, y);
    }
    at.outputSensitivityInto(product, dk);
    if (diagonal != 0.0) {
      factors[n * stages + i].solve(dk, columns.leading());
      addScaled(step * diagonal, dk, y);
    }
  }

  private static void addScaled(double factor, double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = Math.fma(factor, from[i], to[i]);
    }
  }

  /** The column of timing += weight · dh/d(timing) · k. */
  private void addTiming(double weight, double[] k, double[] to) {
    if (columns.timing() >= 0 && slope != 0.0) {
      double factor = weight * slope / steps;
      int ld = columns.leading();
      for (int m = 0; m < k.length; m++) {
        to[m * ld + columns.timing()] += factor * k[m];
      }
    }
  }

  @Override
  public void addCurvature(double[] ybar, double[] hessian) {
    int stages = tableau.stages();
    for (int n = steps - 1; n >= 0; n--) {
      System.arraycopy(ybar, 0, xbar, 0, xbar.length);
      for (int i = stages - 1; i >= 0; i--) {
        backStage(ybar, hessian, n, i);
      }
      System.arraycopy(xbar, 0, ybar, 0, xbar.length);
    }
  }

  /** κ = b x̄⁺ + Σ_{j>i} a_ji ȳ_j; k̄ = (I − h a J)⁻ᵀ h κ; ȳ = Jᵀ k̄. */
  private void backStage(double[] ybar, double[] hessian, int n, int i) {
    int stages = tableau.stages();
    MapPoint at = points[n * stages + i];
    double[] kbar = at.weights;
    for (int m = 0; m < kbar.length; m++) {
      double sum = tableau.b(i) * ybar[m];
      for (int j = i + 1; j < stages; j++) {
        sum = Math.fma(tableau.a(j, i), bars[j][m], sum);
      }
      kbar[m] = step * sum;
    }
    double diagonal = tableau.a(i, i);
    if (diagonal != 0.0) {
      factors[n * stages + i].solveTransposed(kbar);
    }
    at.statePullbackInto(bars[i]);
    at.addCurvature(hessian, scratch);
    addLengthCurvature(kbar, n * stages + i, hessian);
    for (int m = 0; m < xbar.length; m++) {
      xbar[m] += bars[i][m];
    }
  }

  /** The step's length multiplies k: hessian += dh ⊗ κᵀ dk, symmetrised; k̄ = h κ. */
  private void addLengthCurvature(double[] kbar, int evaluation, double[] hessian) {
    int timing = columns.timing();
    if (timing < 0 || slope == 0.0) {
      return;
    }
    double factor = slope / steps / step;
    int ld = columns.leading();
    double[] dk = slopes[evaluation];
    for (int j = 0; j <= timing; j++) {
      double sum = 0.0;
      for (int m = 0; m < kbar.length; m++) {
        sum = Math.fma(kbar[m], dk[m * ld + j], sum);
      }
      hessian[timing * ld + j] += (j == timing ? 2.0 : 1.0) * factor * sum;
    }
  }

  @Override
  public void reverseAlong(double[] dxbar, double[] dw, double[] pbar) {
    double moved = columns.timing() < 0 ? 0.0 : dw[columns.timing()];
    double stretch = slope * moved / steps / step; // dh / h
    int stages = tableau.stages();
    for (int n = steps - 1; n >= 0; n--) {
      System.arraycopy(dxbar, 0, xbar, 0, xbar.length);
      for (int i = stages - 1; i >= 0; i--) {
        MapPoint at = points[n * stages + i];
        at.aim(dw);
        reverseStage(dxbar, at, i, stretch);
        if (tableau.implicit(i)) {
          solveReverse(at, step * tableau.a(i, i), factors[n * stages + i], pbar);
        }
        at.pullChange(pbar);
        double[] ybar = bars[i];
        for (int m = 0; m < ybar.length; m++) {
          ybar[m] = tableau.implicit(i) ? at.inputChange[m] + base[m] : at.inputChange[m];
          xbar[m] += ybar[m];
        }
      }
      System.arraycopy(xbar, 0, dxbar, 0, xbar.length);
    }
  }

  /** dk̄ ← h dκ + (dh/h) k̄, dκ = b dx̄⁺ + Σ_{j>i} a_ji dȳ_j. */
  private void reverseStage(double[] dxbar, MapPoint at, int i, double stretch) {
    double[] dkbar = at.change;
    double b = step * tableau.b(i);
    for (int m = 0; m < dxbar.length; m++) {
      dkbar[inputs + m] = Math.fma(b, dxbar[m], stretch * at.weights[m]);
    }
    for (int j = i + 1; j < tableau.stages(); j++) {
      double a = step * tableau.a(j, i);
      for (int m = 0; m < dxbar.length && a != 0.0; m++) {
        dkbar[inputs + m] = Math.fma(a, bars[j][m], dkbar[inputs + m]);
      }
    }
  }

  /**
   * (I − h a Jᵀ) dk̄ = h dκ + dh κ + a (dh ȳ + h ∇²(k̄ᵀf)·d), where κ = k̄/h − a ȳ. Leaves the last
   * product, which counts for dȳ too, in base, and only dk̄ in the point's change.
   */
  private void solveReverse(MapPoint at, double s, SmallLu factor, double[] pbar) {
    double[] right = newton.scratch();
    System.arraycopy(at.change, inputs, right, 0, right.length);
    Arrays.fill(at.change, inputs, at.change.length, 0.0);
    at.pullChange(pbar);
    for (int m = 0; m < right.length; m++) {
      base[m] = at.inputChange[m];
      right[m] = Math.fma(s, base[m], right[m]);
    }
    factor.solveTransposed(right);
    Arrays.fill(at.change, 0.0);
    System.arraycopy(right, 0, at.change, inputs, right.length);
  }
}
