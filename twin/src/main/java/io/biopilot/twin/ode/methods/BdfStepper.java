package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.VectorField;
import java.util.Arrays;

/**
 * Runs the formulas of {@link BdfFormulas}. The past is kept as backward differences D_j = ∇ʲ y at
 * the present spacing; a change of step interpolates them to the new one.
 */
final class BdfStepper implements Stepper {

  private static final int MAX = BdfFormulas.MAX_ORDER;
  private static final double SAFETY = 0.9;

  private final Bdf method;
  private final int n;
  private final double[][] differences;
  private final double[][] rescaled;
  private final double[][] shifted = new double[MAX][];
  private final double[][] spacing;
  private final double[][] unit;
  private final double[] column;
  private final double[] gammas;
  private final double[] ones;
  private final double[] predicted;
  private final double[] psi;
  private final double[] correction;
  private final double[] delta;
  private final double[] estimate;
  private final double[] zero;
  private final double[] jacobian;
  private final Lu lu;
  private final JacobianSource source;
  private final Newton newton;
  private final double[] candidate;
  private VectorField field;
  private double relative;
  private double[] absolute;
  private Counts counts;
  private double t;
  private double end;
  private double h;
  private double spacingNow;
  private double factoredShift;
  private int order;
  private int nextOrder;
  private int equalSteps;
  private boolean haveJacobian;
  private boolean fresh;

  BdfStepper(Bdf method, int dimension) {
    this.method = method;
    this.n = dimension;
    differences = new double[MAX + 3][dimension];
    rescaled = new double[MAX + 1][dimension];
    spacing = new double[MAX + 1][MAX + 1];
    unit = new double[MAX + 1][MAX + 1];
    column = new double[MAX + 1];
    gammas = new double[MAX + 1];
    ones = new double[MAX + 1];
    Arrays.fill(ones, 1.0);
    predicted = new double[dimension];
    psi = new double[dimension];
    correction = new double[dimension];
    delta = new double[dimension];
    estimate = new double[dimension];
    zero = new double[dimension];
    jacobian = new double[dimension * dimension];
    lu = new Lu(dimension);
    source = new JacobianSource(dimension);
    newton = new Newton(method.accuracy());
    candidate = new double[dimension];
    field = VectorField.of(dimension, (time, state, derivative) -> {});
    absolute = new double[dimension];
    counts = new Counts();
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
    System.arraycopy(state, 0, differences[0], 0, n);
    order = 1;
    nextOrder = 1;
    equalSteps = 0;
    spacingNow = 0.0;
    haveJacobian = false;
    factoredShift = Double.NaN;
    newton.reset();
  }

  @Override
  public double attempt(double size, double target) {
    h = size;
    end = target;
    respace();
    double[][] d = differences;
    Combination.into(predicted, d[0], 1.0, ones, rest(), order);
    for (int j = 1; j <= order; j++) {
      gammas[j - 1] = BdfFormulas.GAMMA[j] / BdfFormulas.ALPHA[order];
    }
    Combination.into(psi, zero, 1.0, gammas, rest(), order);
    if (!prepare()) {
      return JacobianSource.failure(jacobian);
    }
    if (!correct()) {
      return newton.failure();
    }
    return errorAt(order, correction);
  }

  private double[][] rest() {
    for (int j = 0; j < MAX; j++) {
      shifted[j] = differences[j + 1];
    }
    return shifted;
  }

  private double errorAt(int k, double[] difference) {
    for (int m = 0; m < n; m++) {
      estimate[m] = BdfFormulas.ERROR[k] * difference[m];
    }
    return ErrorNorm.of(estimate, differences[0], candidate, relative, absolute);
  }

  /** Brings the differences to the spacing h. */
  private void respace() {
    if (spacingNow == 0.0) {
      field.derivativeInto(t, differences[0], differences[1]);
      counts.evaluations++;
      for (int m = 0; m < n; m++) {
        differences[1][m] *= h;
      }
      spacingNow = h;
      return;
    }
    if (h == spacingNow) {
      return;
    }
    BdfFormulas.spacingInto(order, h / spacingNow, spacing);
    BdfFormulas.spacingInto(order, 1.0, unit);
    for (int j = 1; j <= order; j++) {
      for (int i = 0; i <= order; i++) {
        double sum = 0.0;
        for (int m = 0; m <= order; m++) {
          sum += spacing[i][m] * unit[m][j];
        }
        column[i] = sum;
      }
      Combination.into(rescaled[j], zero, 1.0, column, differences, order + 1);
    }
    for (int j = 1; j <= order; j++) {
      double[] old = differences[j];
      differences[j] = rescaled[j];
      rescaled[j] = old;
    }
    spacingNow = h;
    equalSteps = 0;
  }

  private boolean prepare() {
    double shift = h / BdfFormulas.ALPHA[order];
    if (!haveJacobian) {
      // at the prediction: that is where the equation is solved
      source.jacobianInto(field, end, predicted, absolute, jacobian, counts);
      haveJacobian = true;
      fresh = true;
      factoredShift = Double.NaN;
    }
    if (shift != factoredShift) {
      counts.factorisations++;
      factoredShift = Double.NaN;
      if (!lu.factorIdentityMinus(shift, jacobian)) {
        return false;
      }
      factoredShift = shift;
      newton.reset();
    }
    return true;
  }

  /** (I - cJ) δ = c f(t + h, y⁰ + d) - ψ - d, d += δ, with c = h / α_k. */
  private boolean correct() {
    double shift = h / BdfFormulas.ALPHA[order];
    Arrays.fill(correction, 0.0);
    System.arraycopy(predicted, 0, candidate, 0, n);
    newton.begin();
    while (true) {
      field.derivativeInto(end, candidate, delta);
      counts.evaluations++;
      for (int m = 0; m < n; m++) {
        delta[m] = shift * delta[m] - psi[m] - correction[m];
      }
      lu.solve(delta);
      for (int m = 0; m < n; m++) {
        correction[m] += delta[m];
        candidate[m] = predicted[m] + correction[m];
      }
      Newton.Verdict verdict =
          newton.after(ErrorNorm.of(delta, differences[0], relative, absolute));
      if (verdict != Newton.Verdict.ITERATE) {
        return verdict == Newton.Verdict.CONVERGED;
      }
    }
  }

  @Override
  public double proposal(double size, double controlled, double error, boolean accepted) {
    if (Double.isNaN(error)) {
      // the Jacobian may come from a prediction outside the field's domain
      haveJacobian = false;
      return 0.25 * size;
    }
    if (error == Double.POSITIVE_INFINITY) {
      if (!fresh) {
        haveJacobian = false;
        return size;
      }
      return 0.5 * size;
    }
    if (!accepted) {
      return size * Math.max(0.2, Math.min(0.9, SAFETY * power(error, order)));
    }
    equalSteps++;
    nextOrder = order;
    if (equalSteps <= order) {
      return size;
    }
    return size * bestFactor(error);
  }

  private static double power(double error, int k) {
    return Math.pow(Math.max(error, 1e-10), -1.0 / (k + 1));
  }

  /** The order whose error allows the longest step, and how much longer it is. */
  private double bestFactor(double error) {
    double same = power(error, order);
    double lower = 0.0;
    double higher = 0.0;
    if (order > 1) {
      for (int m = 0; m < n; m++) {
        delta[m] = differences[order][m] + correction[m];
      }
      lower = power(errorAt(order - 1, delta), order - 1);
    }
    if (order < method.maxOrder()) {
      for (int m = 0; m < n; m++) {
        delta[m] = correction[m] - differences[order + 1][m];
      }
      higher = power(errorAt(order + 1, delta), order + 1);
    }
    double best = same;
    if (lower > best) {
      best = lower;
      nextOrder = order - 1;
    }
    if (higher > best) {
      best = higher;
      nextOrder = order + 1;
    }
    double factor = Math.min(10.0, Math.max(0.2, SAFETY * best));
    // a little growth is not worth a factorisation
    return factor >= 1.0 && factor < 1.15 && nextOrder == order ? 1.0 : factor;
  }

  @Override
  public void advance() {
    double[][] d = differences;
    double[] oldest = d[order + 2];
    for (int m = 0; m < n; m++) {
      oldest[m] = correction[m] - d[order + 1][m];
      d[order + 1][m] = correction[m];
    }
    for (int j = order; j >= 0; j--) {
      for (int m = 0; m < n; m++) {
        d[j][m] += d[j + 1][m];
      }
    }
    if (nextOrder != order) {
      order = nextOrder;
      equalSteps = 0;
    }
    t = end;
    fresh = false;
    if (newton.rate() > 0.3) {
      haveJacobian = false;
    }
  }

  /** |h| times the row-sum norm of J: an upper bound of |h λ|. */
  @Override
  public double stiffness() {
    return Math.abs(h) * JacobianSource.rowSumNorm(jacobian, n);
  }

  @Override
  public int errorOrder() {
    return order;
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
    return differences[0];
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
    return h / BdfFormulas.ALPHA[order];
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
    return order;
  }

  /** Newton's interpolation through the new point and the k before it. */
  @Override
  public void denseInto(double[][] target) {
    for (int p = 0; p <= order; p++) {
      Arrays.fill(target[p], 0.0);
    }
    System.arraycopy(correction, 0, estimate, 0, n);
    for (int j = order; j >= 0; j--) {
      // estimate becomes the difference of order j at the new point
      for (int m = 0; m < n; m++) {
        estimate[m] += differences[j][m];
      }
      for (int p = 0; p <= order; p++) {
        double weight = BdfFormulas.BASIS[j][p];
        if (weight != 0.0) {
          for (int m = 0; m < n; m++) {
            target[p][m] += weight * estimate[m];
          }
        }
      }
    }
  }
}
