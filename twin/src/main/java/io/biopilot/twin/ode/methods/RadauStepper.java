package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.VectorField;

/**
 * Runs Radau IIA of order 5 (Hairer and Wanner 1996, §IV.8). Unknowns are z_i = Y_i - y; z = h A
 * f(y + z) is solved in the variables w = T⁻¹ z by simplified Newton iteration.
 */
final class RadauStepper implements Stepper {

  /** Below this rate of convergence the Jacobian is good enough for another step. */
  private static final double FAST = 1e-3;

  private static final double ROOT6 = Math.sqrt(6.0);

  /** Weights of z in the error estimate, times γ₀ (eq. 8.18). */
  private static final double[] ESTIMATE = {
    -(13.0 + 7.0 * ROOT6) / 3.0, (-13.0 + 7.0 * ROOT6) / 3.0, -1.0 / 3.0
  };

  private final Method method;
  private final int n;
  private final double[][] inverseA;
  private final double[] c;
  private final double[][] dense;
  private final RadauSystem system;

  private final double[][] z;
  private final double[][] w;
  private final double[][] f;
  private final double[][] k;
  private final double[][] lastDense;
  private final double[] f0;
  private final double[] stage;
  private final double[] error;
  private final double[] zero;
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
  private double lastSize;
  private double acceptedSize;
  private double acceptedError;
  private boolean firstReady;
  private boolean afterRejection;

  RadauStepper(Method method, double accuracy, int dimension) {
    this.method = method;
    this.n = dimension;
    ButcherTable table = RadauIIA5.table();
    this.inverseA = RadauSystem.inverse(table.rows());
    this.c = table.c().toArray();
    this.dense = table.denseByPower();
    this.system = new RadauSystem(dimension);
    this.z = new double[3][dimension];
    this.w = new double[3][dimension];
    this.f = new double[3][dimension];
    this.k = new double[3][dimension];
    this.lastDense = new double[4][dimension];
    this.f0 = new double[dimension];
    this.stage = new double[dimension];
    this.error = new double[dimension];
    this.zero = new double[dimension];
    this.newton = new Newton(accuracy);
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
    firstReady = false;
    afterRejection = false;
    lastSize = 0.0;
    acceptedSize = 0.0;
    system.forgetJacobian();
    newton.reset();
  }

  @Override
  public double attempt(double size, double target) {
    h = size;
    end = target;
    if (!firstReady) {
      field.derivativeInto(t, y, f0);
      counts.evaluations++;
      firstReady = true;
    }
    if (system.needsFactors(h)) {
      newton.reset();
      if (!system.factor(field, t, y, absolute, h, counts)) {
        return system.failure();
      }
    }
    guess();
    if (!iterate()) {
      return newton.failure();
    }
    for (int m = 0; m < n; m++) {
      candidate[m] = y[m] + z[2][m];
    }
    return estimate();
  }

  /** The last step's collocation polynomial, extrapolated; zero at the start. */
  private void guess() {
    for (int i = 0; i < 3; i++) {
      if (lastSize == 0.0) {
        System.arraycopy(zero, 0, z[i], 0, n);
        continue;
      }
      double theta = 1.0 + c[i] * h / lastSize;
      for (int m = 0; m < n; m++) {
        double value =
            ((lastDense[3][m] * theta + lastDense[2][m]) * theta + lastDense[1][m]) * theta;
        z[i][m] = lastDense[0][m] + value - y[m];
      }
    }
    system.toTransformed(z, w);
  }

  private boolean iterate() {
    newton.begin();
    while (true) {
      for (int i = 0; i < 3; i++) {
        for (int m = 0; m < n; m++) {
          stage[m] = y[m] + z[i][m];
        }
        field.derivativeInto(i == 2 ? end : t + c[i] * h, stage, f[i]);
      }
      counts.evaluations += 3;
      double square = system.newtonStep(f, w, z, y, relative, absolute);
      double norm = Math.sqrt(square / (3 * n));
      Newton.Verdict verdict = newton.after(norm < Double.POSITIVE_INFINITY ? norm : Double.NaN);
      if (verdict != Newton.Verdict.ITERATE) {
        return verdict == Newton.Verdict.CONVERGED;
      }
    }
  }

  /** err = (γ₀/h I - J)⁻¹ (f(t, y) + (e₁ z₁ + e₂ z₂ + e₃ z₃)/h), once more through f if large. */
  private double estimate() {
    Combination.into(error, f0, 1.0 / h, ESTIMATE, z, 3);
    system.solveReal(error);
    double norm = ErrorNorm.of(error, y, candidate, relative, absolute);
    if (norm > 1.0 && (lastSize == 0.0 || afterRejection)) {
      for (int m = 0; m < n; m++) {
        stage[m] = y[m] + error[m];
      }
      field.derivativeInto(t, stage, error);
      counts.evaluations++;
      Combination.into(error, error, 1.0 / h, ESTIMATE, z, 3);
      system.solveReal(error);
      norm = ErrorNorm.of(error, y, candidate, relative, absolute);
    }
    return norm;
  }

  @Override
  public double proposal(double size, double controlled, double norm, boolean accepted) {
    if (Double.isNaN(norm)) {
      return controlled;
    }
    if (norm == Double.POSITIVE_INFINITY) {
      afterRejection = true;
      if (!system.fresh()) {
        system.forgetJacobian();
        return size;
      }
      return 0.5 * size;
    }
    double bounded = Math.max(norm, 1e-10);
    int most = Newton.MAX_ITERATIONS;
    double safety = 0.9 * (2 * most + 1) / (2 * most + newton.iterations());
    double factor = Math.min(8.0, Math.max(0.2, safety * Math.pow(bounded, -0.25)));
    if (!accepted) {
      afterRejection = true;
      return lastSize == 0.0 ? 0.1 * size : Math.min(0.9, factor) * size;
    }
    if (acceptedSize != 0.0) {
      // Gustafsson 1994: the errors of two steps predict the next one's
      double predictive =
          0.9 * Math.abs(size / acceptedSize) * Math.pow(acceptedError / (bounded * bounded), 0.25);
      factor = Math.min(factor, Math.max(0.2, predictive));
    }
    acceptedError = Math.max(1e-2, bounded);
    acceptedSize = size;
    double next = afterRejection ? Math.min(1.0, factor) : factor;
    afterRejection = false;
    return next >= 1.0 && next <= 1.2 ? size : next * size;
  }

  @Override
  public void advance() {
    denseInto(lastDense);
    lastSize = h;
    double[] old = y;
    y = candidate;
    candidate = old;
    t = end;
    firstReady = false;
    system.age(newton.rate() < FAST);
  }

  /** |h| times the row-sum norm of J: an upper bound of |h λ|. */
  @Override
  public double stiffness() {
    return Math.abs(h) * system.jacobianNorm();
  }

  @Override
  public int errorOrder() {
    return 3;
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
    return 3;
  }

  /** k = A⁻¹ z / h, so that y + h A k = y + z holds exactly, solved or not. */
  @Override
  public double[] stage(int i) {
    Combination.into(k[i], zero, 1.0 / h, inverseA[i], z, 3);
    return k[i];
  }

  @Override
  public boolean hasSystem() {
    return true;
  }

  @Override
  public double shift() {
    return h / RadauIIA5.REAL;
  }

  @Override
  public boolean freshJacobian() {
    return system.fresh();
  }

  @Override
  public void solve(double[] b) {
    system.solve(b);
  }

  @Override
  public void solveTransposed(double[] b) {
    system.solveTransposed(b);
  }

  @Override
  public int denseDegree() {
    return 3;
  }

  @Override
  public void denseInto(double[][] target) {
    for (int i = 0; i < 3; i++) {
      stage(i);
    }
    System.arraycopy(y, 0, target[0], 0, n);
    for (int j = 0; j < 3; j++) {
      Combination.into(target[j + 1], zero, h, dense[j], k, 3);
    }
  }
}
