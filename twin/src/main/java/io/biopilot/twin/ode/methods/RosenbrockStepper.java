package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.VectorField;

/**
 * Runs a Rosenbrock table. The equations are multiplied by hγ, so that the matrix is I - hγ J. The
 * Jacobian is kept while a step is tried again; f at the start is shared with the Jacobian's
 * differences.
 */
final class RosenbrockStepper implements Stepper {

  private final Method method;
  private final int n;
  private final int stages;
  private final int errorOrder;
  private final double gamma;
  private final double[][] a;
  private final double[][] gammaC;
  private final double[] alpha;
  private final double[] d;
  private final double[][] dense;

  private final double[][] u;
  private final double[][] w;
  private final double[] f0;
  private final double[] dfdt;
  private final double[] point;
  private final double[] zero;
  private final double[] jacobian;
  private final Lu lu;
  private final JacobianSource source;
  private double[] y;
  private double[] candidate;
  private VectorField field;
  private double relative;
  private double[] absolute;
  private Counts counts;
  private double t;
  private double end;
  private double h;
  private boolean ready;
  private boolean timeDependent;

  RosenbrockStepper(Method method, RosenbrockTable table, int errorOrder, int dimension) {
    this.method = method;
    this.n = dimension;
    this.stages = table.stages();
    this.errorOrder = errorOrder;
    this.gamma = table.gamma();
    this.a = table.a().stream().map(Vec::toArray).toArray(double[][]::new);
    this.gammaC = table.c().stream().map(Vec::toArray).toArray(double[][]::new);
    for (double[] row : gammaC) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= gamma;
      }
    }
    this.alpha = table.alpha().toArray();
    this.d = table.d().toArray();
    this.dense = table.dense().stream().map(Vec::toArray).toArray(double[][]::new);
    this.u = new double[stages][dimension];
    this.w = new double[dense.length][dimension];
    this.f0 = new double[dimension];
    this.dfdt = new double[dimension];
    this.point = new double[dimension];
    this.zero = new double[dimension];
    this.jacobian = new double[dimension * dimension];
    this.lu = new Lu(dimension);
    this.source = new JacobianSource(dimension);
    this.y = new double[dimension];
    this.candidate = new double[dimension];
    this.field = VectorField.of(dimension, (time, state, derivative) -> {});
    this.absolute = new double[dimension];
    this.counts = new Counts();
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
    ready = false;
  }

  @Override
  public double attempt(double size, double target) {
    h = size;
    end = target;
    if (!ready) {
      linearise();
    }
    double shift = h * gamma;
    counts.factorisations++;
    if (!lu.factorIdentityMinus(shift, jacobian)) {
      return JacobianSource.failure(jacobian);
    }
    for (int i = 0; i < stages; i++) {
      stage(i, shift);
    }
    counts.evaluations += stages - 1;
    double[] last = u[stages - 1];
    for (int i = 0; i < n; i++) {
      candidate[i] = point[i] + last[i];
    }
    return ErrorNorm.of(last, y, candidate, relative, absolute);
  }

  private void linearise() {
    field.derivativeInto(t, y, f0);
    counts.evaluations++;
    source.jacobianInto(field, t, y, absolute, jacobian, counts);
    timeDependent = source.timeDerivativeInto(field, t, y, f0, h, dfdt, counts);
    ready = true;
  }

  /** (I - hγ J) u_i = hγ f(t + α_i h, Y_i) + Σ_j γ c_ij u_j + h² γ d_i ∂f/∂t. */
  private void stage(int i, double shift) {
    double[] ui = u[i];
    if (i == 0) {
      for (int m = 0; m < n; m++) {
        ui[m] = shift * f0[m];
      }
    } else {
      if (i == stages - 1 || i == stages - 2) {
        // these rows repeat the one before with a 1 at its end
        double[] before = u[i - 1];
        for (int m = 0; m < n; m++) {
          point[m] += before[m];
        }
      } else {
        Combination.into(point, y, 1.0, a[i], u, i);
      }
      field.derivativeInto(t + alpha[i] * h, point, ui);
      for (int m = 0; m < n; m++) {
        ui[m] *= shift;
      }
      Combination.into(ui, ui, 1.0, gammaC[i], u, i);
    }
    if (timeDependent && d[i] != 0.0) {
      double weight = shift * h * d[i];
      for (int m = 0; m < n; m++) {
        ui[m] += weight * dfdt[m];
      }
    }
    lu.solve(ui);
  }

  @Override
  public void advance() {
    double[] old = y;
    y = candidate;
    candidate = old;
    t = end;
    ready = false;
  }

  /** |h| times the row-sum norm of J: an upper bound of |h λ|. */
  @Override
  public double stiffness() {
    return Math.abs(h) * JacobianSource.rowSumNorm(jacobian, n);
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
  public boolean hasSystem() {
    return true;
  }

  @Override
  public double shift() {
    return h * gamma;
  }

  @Override
  public boolean freshJacobian() {
    return true;
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
    return dense.length + 1;
  }

  /**
   * (1-θ) y + θ y⁺ + θ(1-θ) Σ_j w_j θ^(j-1) sorted by powers: c_1 = y⁺ - y + w_1, c_j = w_j -
   * w_(j-1), last -w.
   */
  @Override
  public void denseInto(double[][] target) {
    int rows = dense.length;
    for (int j = 0; j < rows; j++) {
      Combination.into(w[j], zero, 1.0, dense[j], u, stages);
    }
    System.arraycopy(y, 0, target[0], 0, n);
    for (int i = 0; i < n; i++) {
      target[1][i] = candidate[i] - y[i] + w[0][i];
      for (int j = 1; j < rows; j++) {
        target[j + 1][i] = w[j][i] - w[j - 1][i];
      }
      target[rows + 1][i] = -w[rows - 1][i];
    }
  }
}
