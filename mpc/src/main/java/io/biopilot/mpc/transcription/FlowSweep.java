package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;

/**
 * The flow over an interval, see {@link Flow}: the same Runge-Kutta steps with one tangent forward
 * and the change of the adjoint backward (second-order adjoint).
 *
 * <pre>
 * (I − h a J) dk = J (dx + Σ a_ij (h dk_j + dh k_j) + a dh k) + Jᵥ dv + Jₚ dp
 * (I − h a Jᵀ) dk̄ = h dκ + dh κ + a (dh ȳ + h ∇²(k̄ᵀf)·d),     κ = b x̄⁺ + Σ_{j>i} a_ji ȳ_j,  ȳ = Jᵀ k̄
 * </pre>
 */
final class FlowSweep implements ElementSweep {

  private static final int MOST_ITERATIONS = 30;

  private final Tableau tableau;
  private final int steps;
  private final MapPoint.Columns columns;
  private final int inputs;
  private final DirectedPoint[] points;
  private final SmallLu[] factors;
  private final double[] jacobian;
  private final double[] base;
  private final double[] dbase;
  private final double[][] bars;
  private final double[][] dbars;
  private final double[] kbar;
  private final double[] dkbar;
  private final double[] xsum;
  private final double[] dxsum;
  private double start;
  private double startSlope;
  private double length;
  private double slope;
  private double step;
  private double dstep;

  FlowSweep(
      SmoothMap dynamics,
      double[] parameters,
      MapPoint.Columns columns,
      Tableau tableau,
      int steps) {
    this.tableau = tableau;
    this.steps = steps;
    this.columns = columns;
    int nx = columns.states();
    int stages = tableau.stages();
    inputs = dynamics.shape().inputs();
    points = new DirectedPoint[steps * stages];
    factors = new SmallLu[points.length];
    SmoothMap.Workspace workspace = dynamics.workspace(1);
    for (int i = 0; i < points.length; i++) {
      SmoothMap.Workspace own = i == 0 ? workspace : dynamics.sibling(workspace);
      points[i] = new DirectedPoint(dynamics, parameters, own);
      factors[i] = new SmallLu(nx);
    }
    jacobian = new double[nx * inputs];
    base = new double[nx];
    dbase = new double[nx];
    bars = new double[stages][nx];
    dbars = new double[stages][nx];
    kbar = new double[nx];
    dkbar = new double[nx];
    xsum = new double[nx];
    dxsum = new double[nx];
  }

  /** Where it lies in time; see {@link Flow#place}. */
  void place(double from, double fromSlope, double duration, double durationSlope) {
    start = from;
    startSlope = fromSlope;
    length = duration;
    slope = durationSlope;
  }

  @Override
  public void forward(double[] x, double[] dx, double[] w, double[] dw, double[] dp) {
    int timing = columns.timing();
    double at = timing < 0 ? 0.0 : w[timing];
    double moved = timing < 0 ? 0.0 : dw[timing];
    step = (length + slope * at) / steps;
    dstep = slope * moved / steps;
    int stages = tableau.stages();
    int nx = columns.states();
    for (int n = 0; n < steps; n++) {
      for (int i = 0; i < stages; i++) {
        DirectedPoint point = points[n * stages + i];
        System.arraycopy(w, nx, point.input, nx, inputs - 1 - nx);
        System.arraycopy(dw, nx, point.direction, nx, inputs - 1 - nx);
        point.input[inputs - 1] = start + startSlope * at + (n + tableau.c(i)) * step;
        point.direction[inputs - 1] = startSlope * moved + (n + tableau.c(i)) * dstep;
        stage(x, dx, n, i, dp);
      }
      for (int i = 0; i < stages; i++) {
        DirectedPoint point = points[n * stages + i];
        add(tableau.b(i), point, x, dx);
      }
    }
  }

  /** x += weight · h k, dx += weight · (h dk + dh k). */
  private void add(double weight, DirectedPoint point, double[] x, double[] dx) {
    for (int m = 0; m < x.length; m++) {
      x[m] += weight * step * point.value[m];
      dx[m] += weight * (step * point.change[m] + dstep * point.value[m]);
    }
  }

  private void stage(double[] x, double[] dx, int n, int i, double[] dp) {
    int stages = tableau.stages();
    int nx = columns.states();
    DirectedPoint point = points[n * stages + i];
    System.arraycopy(x, 0, base, 0, nx);
    System.arraycopy(dx, 0, dbase, 0, nx);
    for (int j = 0; j < i; j++) {
      add(tableau.a(i, j), points[n * stages + j], base, dbase);
    }
    double diagonal = tableau.a(i, i);
    System.arraycopy(base, 0, point.input, 0, nx);
    if (diagonal == 0.0) {
      point.evaluate();
      System.arraycopy(dbase, 0, point.direction, 0, nx);
      point.push(dp);
      return;
    }
    SmallLu factor = factors[n * stages + i];
    solveStage(point, step * diagonal, factor);
    for (int m = 0; m < nx; m++) {
      point.direction[m] = dbase[m] + diagonal * dstep * point.value[m];
    }
    point.push(dp);
    factor.solve(point.change, 1);
    // The point's own direction, with what dk adds to it.
    for (int m = 0; m < nx; m++) {
      point.direction[m] += diagonal * step * point.change[m];
    }
  }

  /** y = base + s f(y) by Newton's method to rounding; leaves y, f(y) and the factors. */
  private void solveStage(DirectedPoint point, double s, SmallLu factor) {
    int nx = columns.states();
    double before = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      point.evaluate();
      point.jacobianInto(jacobian);
      factor.factorShifted(s, jacobian, inputs);
      double size = 0.0;
      for (int m = 0; m < nx; m++) {
        xsum[m] = base[m] + s * point.value[m] - point.input[m];
      }
      factor.solve(xsum, 1);
      for (int m = 0; m < nx; m++) {
        point.input[m] += xsum[m];
        size = Math.max(size, Math.abs(xsum[m]) / (1.0 + Math.abs(point.input[m])));
      }
      if (size < 1e-14 || (size < 1e-9 && size >= before)) {
        break;
      }
      before = size;
    }
    point.evaluate();
  }

  @Override
  public void reverse(double[] xbar, double[] dxbar, double[] dwbar) {
    int nx = columns.states();
    for (int n = steps - 1; n >= 0; n--) {
      System.arraycopy(xbar, 0, xsum, 0, nx);
      System.arraycopy(dxbar, 0, dxsum, 0, nx);
      for (int i = tableau.stages() - 1; i >= 0; i--) {
        reverseStage(xbar, dxbar, n, i);
        timeAndControls(n, i, dwbar);
      }
      System.arraycopy(xsum, 0, xbar, 0, nx);
      System.arraycopy(dxsum, 0, dxbar, 0, nx);
    }
  }

  private void reverseStage(double[] xbar, double[] dxbar, int n, int i) {
    int stages = tableau.stages();
    int nx = columns.states();
    DirectedPoint point = points[n * stages + i];
    double diagonal = tableau.a(i, i);
    SmallLu factor = factors[n * stages + i];
    for (int m = 0; m < nx; m++) {
      double kappa = tableau.b(i) * xbar[m];
      double dkappa = tableau.b(i) * dxbar[m];
      for (int j = i + 1; j < stages; j++) {
        kappa += tableau.a(j, i) * bars[j][m];
        dkappa += tableau.a(j, i) * dbars[j][m];
      }
      kbar[m] = step * kappa;
      dkbar[m] = step * dkappa + dstep * kappa;
    }
    if (diagonal != 0.0) {
      factor.solveTransposed(kbar);
    }
    point.pull(kbar);
    if (diagonal != 0.0) {
      for (int m = 0; m < nx; m++) {
        dkbar[m] += diagonal * (dstep * point.inputBar[m] + step * point.changeBar[m]);
      }
      factor.solveTransposed(dkbar);
    }
    point.pullChange(dkbar);
    System.arraycopy(point.inputBar, 0, bars[i], 0, nx);
    System.arraycopy(point.changeBar, 0, dbars[i], 0, nx);
    for (int m = 0; m < nx; m++) {
      xsum[m] += point.inputBar[m];
      dxsum[m] += point.changeBar[m];
    }
  }

  /** What the stage adds to the worth of controls, and of timing by the times and the length. */
  private void timeAndControls(int n, int i, double[] dwbar) {
    int nx = columns.states();
    DirectedPoint point = points[n * tableau.stages() + i];
    for (int j = nx; j < inputs - 1; j++) {
      dwbar[j] += point.changeBar[j];
    }
    if (columns.timing() < 0) {
      return;
    }
    double timeSlope = startSlope + (n + tableau.c(i)) * slope / steps;
    double sum = 0.0;
    for (int m = 0; m < nx; m++) {
      double share = kbar[m] / step;
      double dshare = (dkbar[m] - share * dstep) / step;
      sum += dshare * point.value[m] + share * point.change[m];
    }
    dwbar[columns.timing()] += timeSlope * point.changeBar[inputs - 1] + slope / steps * sum;
  }
}
