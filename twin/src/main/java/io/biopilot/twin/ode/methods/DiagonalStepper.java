package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.VectorField;

/**
 * Runs a singly diagonally implicit table whose first stage is explicit and whose last is the
 * solution. The unknown of a stage is its derivative k: k = f(t + c h, ψ + hγ k). The Jacobian is
 * kept as long as the iteration converges fast, the factors as long as the step keeps its size.
 */
final class DiagonalStepper implements Stepper {

  /** Below this rate of convergence the Jacobian is good enough for another step. */
  private static final double FAST = 1e-3;

  private final Method method;
  private final int n;
  private final int stages;
  private final int errorOrder;
  private final double gamma;
  private final double[][] a;
  private final double[] errorWeights;
  private final double[] c;
  private final double[][] predictor;
  private final double[][] dense;

  private final double[][] k;
  private final double[] psi;
  private final double[] stage;
  private final double[] delta;
  private final double[] error;
  private final double[] zero;
  private final double[] jacobian;
  private final Lu lu;
  private final JacobianSource source;
  private final Newton newton;
  private double[] y;
  private double[] candidate;
  private VectorField field;
  private double relative;
  private double[] absolute;
  private Counts counts;
  private double t;
  private double end;
  private double h;
  private double factoredShift;
  private double slowest;
  private boolean firstReady;
  private boolean haveJacobian;
  private boolean fresh;

  DiagonalStepper(
      Method method, ButcherTable table, int errorOrder, double accuracy, int dimension) {
    this.method = method;
    this.n = dimension;
    this.stages = table.stages();
    this.errorOrder = errorOrder;
    this.a = table.rows();
    this.gamma = a[stages - 1][stages - 1];
    this.errorWeights = table.error().toArray();
    this.c = table.c().toArray();
    this.predictor = predictor(c);
    this.dense = table.denseByPower();
    this.k = new double[stages][dimension];
    this.psi = new double[dimension];
    this.stage = new double[dimension];
    this.delta = new double[dimension];
    this.error = new double[dimension];
    this.zero = new double[dimension];
    this.jacobian = new double[dimension * dimension];
    this.lu = new Lu(dimension);
    this.source = new JacobianSource(dimension);
    this.newton = new Newton(accuracy);
    this.y = new double[dimension];
    this.candidate = new double[dimension];
    this.field = VectorField.of(dimension, (time, state, derivative) -> {});
    this.absolute = new double[dimension];
    this.counts = new Counts();
  }

  /**
   * Weights of the derivatives of earlier stages in the first guess: Lagrange's polynomial through
   * up to three nodes, evaluated at the stage's node; a stage at the node of the one before starts
   * from that one.
   */
  private static double[][] predictor(double[] c) {
    double[][] weights = new double[c.length][];
    for (int i = 1; i < c.length; i++) {
      weights[i] = new double[i];
      if (c[i] == c[i - 1]) {
        weights[i][i - 1] = 1.0;
        continue;
      }
      int nodes = Math.min(i, 3);
      for (int j = 0; j < nodes; j++) {
        double product = 1.0;
        for (int m = 0; m < nodes; m++) {
          product *= m == j ? 1.0 : (c[i] - c[m]) / (c[j] - c[m]);
        }
        weights[i][j] = product;
      }
    }
    return weights;
  }

  @Override
  public void start(
      VectorField newField, double newRelative, double[] newAbsolute, Counts newCounts) {
    field = newField;
    relative = newRelative;
    absolute = newAbsolute;
    counts = newCounts;
  }

  @Override
  public void begin(double time, double[] state) {
    t = time;
    System.arraycopy(state, 0, y, 0, n);
    firstReady = false;
    haveJacobian = false;
    factoredShift = Double.NaN;
    newton.reset();
  }

  @Override
  public double attempt(double size, double target) {
    h = size;
    end = target;
    if (!firstReady) {
      field.derivativeInto(t, y, k[0]);
      counts.evaluations++;
      firstReady = true;
    }
    if (!prepare()) {
      return JacobianSource.failure(jacobian);
    }
    slowest = 0.0;
    for (int i = 1; i < stages; i++) {
      Combination.into(psi, y, h, a[i], k, i);
      Combination.into(k[i], zero, 1.0, predictor[i], k, i);
      if (!solveStage(k[i], i == stages - 1 ? end : t + c[i] * h)) {
        return newton.failure();
      }
    }
    // stage holds Y of the last stage, which is the solution
    System.arraycopy(stage, 0, candidate, 0, n);
    Combination.into(error, zero, h, errorWeights, k, stages);
    return ErrorNorm.of(error, y, candidate, relative, absolute);
  }

  private boolean prepare() {
    double shift = h * gamma;
    if (!haveJacobian) {
      source.jacobianInto(field, t, y, absolute, jacobian, counts);
      haveJacobian = true;
      fresh = true;
      factoredShift = Double.NaN;
    }
    if (shift != factoredShift) {
      counts.factorisations++;
      if (!lu.factorIdentityMinus(shift, jacobian)) {
        factoredShift = Double.NaN;
        return false;
      }
      factoredShift = shift;
      newton.reset();
    }
    return true;
  }

  /** (I - hγ J) δ = f(time, ψ + hγ k) - k, k += δ, until the rest is small. */
  private boolean solveStage(double[] ki, double time) {
    double shift = h * gamma;
    newton.begin();
    while (true) {
      for (int m = 0; m < n; m++) {
        stage[m] = psi[m] + shift * ki[m];
      }
      field.derivativeInto(time, stage, delta);
      counts.evaluations++;
      for (int m = 0; m < n; m++) {
        delta[m] -= ki[m];
      }
      lu.solve(delta);
      for (int m = 0; m < n; m++) {
        ki[m] += delta[m];
        delta[m] *= shift;
        stage[m] = psi[m] + shift * ki[m];
      }
      Newton.Verdict verdict = newton.after(ErrorNorm.of(delta, y, relative, absolute));
      slowest = Math.max(slowest, newton.rate());
      if (verdict != Newton.Verdict.ITERATE) {
        return verdict == Newton.Verdict.CONVERGED;
      }
    }
  }

  @Override
  public double proposal(double size, double controlled, double norm, boolean accepted) {
    if (accepted) {
      // a little growth is not worth a factorisation
      double growth = controlled / size;
      return growth >= 1.0 && growth <= 1.2 ? size : controlled;
    }
    if (norm == Double.POSITIVE_INFINITY && !fresh) {
      haveJacobian = false;
      return size;
    }
    return norm == Double.POSITIVE_INFINITY ? 0.5 * size : controlled;
  }

  @Override
  public void advance() {
    double[] oldState = y;
    y = candidate;
    candidate = oldState;
    double[] oldFirst = k[0];
    k[0] = k[stages - 1];
    k[stages - 1] = oldFirst;
    t = end;
    fresh = false;
    haveJacobian = slowest < FAST;
  }

  /** |h| times the row-sum norm of J: an upper bound of |h λ|. */
  @Override
  public double stiffness() {
    return JacobianSource.rowSumNorm(jacobian, n) * Math.abs(h);
  }

  @Override
  public int errorOrder() {
    return errorOrder;
  }

  @Override
  public double start() {
    return t;
  }

  @Override
  public double end() {
    return end;
  }

  @Override
  public double size() {
    return h;
  }

  @Override
  public double[] before() {
    return y;
  }

  @Override
  public double[] after() {
    return candidate;
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public int stages() {
    return stages;
  }

  @Override
  public double[] stage(int i) {
    return k[i];
  }

  @Override
  public boolean hasSystem() {
    return true;
  }

  @Override
  public double shift() {
    return h * gamma;
  }

  @Override
  public boolean freshJacobian() {
    return fresh;
  }

  @Override
  public void solve(double[] b) {
    lu.solve(b);
  }

  @Override
  public void solveTransposed(double[] b) {
    lu.solveTransposed(b);
  }

  @Override
  public int denseDegree() {
    return dense.length;
  }

  @Override
  public void denseInto(double[][] target) {
    System.arraycopy(y, 0, target[0], 0, n);
    for (int j = 0; j < dense.length; j++) {
      Combination.into(target[j + 1], zero, h, dense[j], k, stages);
    }
  }
}
