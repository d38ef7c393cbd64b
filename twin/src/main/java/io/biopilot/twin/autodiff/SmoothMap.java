package io.biopilot.twin.autodiff;

import java.util.Arrays;

/**
 * A smooth map y = f(x, p) with exact derivatives.
 *
 * <p>All arrays are owned by the caller. Derivatives refer to the point of the last {@link
 * #valueInto} made with the same workspace: implementations keep there what the derivatives need. A
 * workspace is used by one thread at a time and nothing is allocated after it was made. The methods
 * that take (x, p) beside {@code valueInto} may leave the workspace without a point: call {@code
 * valueInto} again before the next pushforward, pullback or Hessian-vector product.
 *
 * <p>Implementations pass {@code SmoothMapContract}: ⟨w, J v⟩ = ⟨Jᵀ w, v⟩, agreement with central
 * differences, and no allocation.
 */
public interface SmoothMap {

  /** Sizes of x, p and y. */
  record Shape(int inputs, int parameters, int outputs) {
    public Shape {
      if (inputs < 0 || parameters < 0 || outputs < 0) {
        throw new IllegalArgumentException(
            "sizes must not be negative: inputs %d, parameters %d, outputs %d"
                .formatted(inputs, parameters, outputs));
      }
    }
  }

  /** Scratch memory of one map for one thread; opaque to everyone but the map that made it. */
  interface Workspace {}

  Shape shape();

  /** A workspace for {@code batch} points at once; most callers use 1. */
  Workspace workspace(int batch);

  /**
   * y = f(x, p). Lengths: x inputs, p parameters, y outputs (each times the batch, sample-major, p
   * once).
   */
  void valueInto(double[] x, double[] p, double[] y, Workspace w);

  /**
   * Promises that calls with this very array p and this workspace (and its siblings) see unchanged
   * entries until the next bind, so that a map may pack its parameters once instead of once a call.
   * Without a bind p is read anew by every {@link #valueInto}. Solvers bind once a solve.
   */
  default void bindParameters(double[] p, Workspace w) {}

  /**
   * Another workspace for one point that shares w's bound parameters and deferred pullbacks, so
   * that the derivatives at many points can be kept at once. Same thread as w; bind and flush go to
   * w.
   */
  default Workspace sibling(Workspace w) {
    return workspace(1);
  }

  /** About how many bytes one more {@link #sibling} takes, so that a cap on memory can be kept. */
  default long siblingBytes() {
    Shape s = shape();
    return 128L + 8L * (2L * s.inputs() + s.parameters() + s.outputs());
  }

  /**
   * dy = ∂f/∂x · dx + ∂f/∂p · dp at the last value's point. An empty dp stands for zero and is
   * cheaper.
   */
  void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w);

  /**
   * xbar += (∂f/∂x)ᵀ ybar and pbar += (∂f/∂p)ᵀ ybar at the last value's point. An empty pbar leaves
   * the parameter part out.
   */
  void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w);

  /**
   * As {@link #addPullback}, but the parameter part may wait in w until {@link #flushPullback},
   * which lets a network do many rank-one updates as one matrix product. The same pbar must be used
   * until then.
   */
  default void deferPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    addPullback(ybar, xbar, pbar, w);
  }

  /** Adds to pbar what {@link #deferPullback} kept in w or its siblings. */
  default void flushPullback(double[] pbar, Workspace w) {}

  /**
   * out += ∇²(ybarᵀ f) · v over the joint variable (x, p): v and out have length inputs +
   * parameters. The parameter part of v may be zero.
   */
  void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w);

  /**
   * The Jacobian with respect to x, row-major outputs × inputs, evaluated at (x, p); overridden
   * where a compiled form is faster than one pushforward a column. Batch 1.
   */
  default void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Shape s = shape();
    double[] y = new double[s.outputs()];
    double[] dx = new double[s.inputs()];
    double[] dp = new double[s.parameters()];
    valueInto(x, p, y, w);
    for (int j = 0; j < s.inputs(); j++) {
      dx[j] = 1.0;
      pushforwardInto(dx, dp, y, w);
      dx[j] = 0.0;
      for (int i = 0; i < s.outputs(); i++) {
        jacobian[i * s.inputs() + j] = y[i];
      }
    }
  }

  /**
   * The value and the Jacobian with respect to x in one go: what an implicit step needs. Sizes as
   * in {@link #valueInto} and {@link #jacobianInto}; overridden where the two share work. Batch 1.
   */
  default void valueAndJacobianInto(
      double[] x, double[] p, double[] y, double[] jacobian, Workspace w) {
    jacobianInto(x, p, jacobian, w);
    valueInto(x, p, y, w);
  }

  /**
   * The Jacobian with respect to p, row-major outputs × parameters, evaluated at (x, p); overridden
   * where a compiled form is faster than one pushforward a column. Batch 1.
   */
  default void parameterJacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Shape s = shape();
    double[] y = new double[s.outputs()];
    double[] dx = new double[s.inputs()];
    double[] dp = new double[s.parameters()];
    valueInto(x, p, y, w);
    for (int j = 0; j < s.parameters(); j++) {
      dp[j] = 1.0;
      pushforwardInto(dx, dp, y, w);
      dp[j] = 0.0;
      for (int i = 0; i < s.outputs(); i++) {
        jacobian[i * s.parameters() + j] = y[i];
      }
    }
  }

  /**
   * hessian += lower triangle (full storage, row-major inputs × inputs, entries above the diagonal
   * untouched) of ∇²ₓ(ybarᵀ f) at (x, p); overridden where a compiled form is faster. Batch 1.
   */
  default void addInputHessian(
      double[] x, double[] p, double[] ybar, double[] hessian, Workspace w) {
    Shape s = shape();
    int n = s.inputs();
    double[] y = new double[s.outputs()];
    double[] v = new double[n + s.parameters()];
    double[] column = new double[n + s.parameters()];
    valueInto(x, p, y, w);
    for (int j = 0; j < n; j++) {
      v[j] = 1.0;
      Arrays.fill(column, 0.0);
      addHessianVector(ybar, v, column, w);
      v[j] = 0.0;
      for (int i = j; i < n; i++) {
        hessian[i * n + j] += column[i];
      }
    }
  }

  /**
   * How the pullback of ybar at (x, p) changes along change = (dx, dybar), parameters held: xbar +=
   * (∂f/∂x)ᵀ dybar + ∇²ₓₓ(ybarᵀ f) · dx and pbar += (∂f/∂p)ᵀ dybar + ∇²ₚₓ(ybarᵀ f) · dx. Overridden
   * where one compiled form gives all four. Batch 1.
   */
  default void addAdjointChange(
      double[] x,
      double[] p,
      double[] ybar,
      double[] change,
      double[] xbar,
      double[] pbar,
      Workspace w) {
    Shape s = shape();
    int n = s.inputs();
    valueInto(x, p, new double[s.outputs()], w);
    double[] direction = Arrays.copyOf(change, n + s.parameters());
    Arrays.fill(direction, n, direction.length, 0.0);
    double[] product = new double[direction.length];
    addHessianVector(ybar, direction, product, w);
    double[] dybar = Arrays.copyOfRange(change, n, n + s.outputs());
    addPullback(dybar, xbar, pbar, w);
    for (int i = 0; i < n; i++) {
      xbar[i] += product[i];
    }
    for (int i = 0; i < s.parameters(); i++) {
      pbar[i] += product[n + i];
    }
  }
}
