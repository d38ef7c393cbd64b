package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.VectorField;

/** Runs an explicit table. If its last stage is f at the end, it becomes the next step's first. */
final class ExplicitStepper implements Stepper {

  private final Method method;
  private final int n;
  private final int stages;
  private final double[][] a;
  private final double[] b;
  private final double[] errorWeights;
  private final double[] c;
  private final double[][] dense;
  private final boolean firstSameAsLast;
  private final int errorOrder;

  private final double[][] k;
  private final double[] point;
  private final double[] error;
  private final double[] zero;
  private double[] y;
  private double[] candidate;
  private VectorField field;
  private double relative;
  private double[] absolute;
  private Counts counts;
  private double t;
  private double end;
  private double h;
  private boolean firstReady;

  /** errorOrder 0: no estimate. */
  ExplicitStepper(Method method, ButcherTable table, int errorOrder, int dimension) {
    this.method = method;
    this.n = dimension;
    this.stages = table.stages();
    this.a = table.rows();
    this.b = table.b().toArray();
    this.errorWeights = table.error().toArray();
    this.c = table.c().toArray();
    this.dense = table.denseByPower();
    this.firstSameAsLast = c[stages - 1] == 1.0 && b[stages - 1] == 0.0 && table.error().size() > 0;
    this.errorOrder = errorOrder;
    this.k = new double[stages][dimension];
    this.point = new double[dimension];
    this.error = new double[dimension];
    this.zero = new double[dimension];
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
    int last = firstSameAsLast ? stages - 1 : stages;
    for (int i = 1; i < last; i++) {
      Combination.into(point, y, h, a[i], k, i);
      field.derivativeInto(t + c[i] * h, point, k[i]);
    }
    counts.evaluations += stages - 1;
    Combination.into(candidate, y, h, b, k, last);
    if (firstSameAsLast) {
      field.derivativeInto(end, candidate, k[last]);
    }
    if (errorOrder == 0) {
      return finite(candidate) ? 0.0 : Double.NaN;
    }
    Combination.into(error, zero, h, errorWeights, k, stages);
    return ErrorNorm.of(error, y, candidate, relative, absolute);
  }

  private static boolean finite(double[] v) {
    double sum = 0.0;
    for (double x : v) {
      sum += x * 0.0;
    }
    return sum == 0.0;
  }

  @Override
  public void advance() {
    double[] oldState = y;
    y = candidate;
    candidate = oldState;
    t = end;
    if (firstSameAsLast) {
      double[] oldFirst = k[0];
      k[0] = k[stages - 1];
      k[stages - 1] = oldFirst;
    } else {
      firstReady = false;
    }
  }

  /**
   * |h| |k_s - k_{s-1}| / |Y_s - Y_{s-1}| for the last two stages, both at t + h (Hairer and Wanner
   * 1996, §IV.2, eq. 2.21 f.), in the norm of the tolerance: else a slow state that is large hides
   * a fast one that is small.
   */
  @Override
  public double stiffness() {
    if (!firstSameAsLast || c[stages - 2] != 1.0) {
      return Double.NaN;
    }
    // point still holds the last stage but one
    double above = 0.0;
    double below = 0.0;
    double[] q = k[stages - 1];
    double[] p = k[stages - 2];
    for (int i = 0; i < n; i++) {
      double scale = 1.0 / (absolute[i] + relative * Math.abs(candidate[i]));
      double dk = (q[i] - p[i]) * scale;
      double dy = (candidate[i] - point[i]) * scale;
      above += dk * dk;
      below += dy * dy;
    }
    return below > 0.0 ? Math.abs(h) * Math.sqrt(above / below) : 0.0;
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
