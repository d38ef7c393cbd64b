package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;

/**
 * Factors and solves the equality-constrained quadratic program of one interior-point step by
 * dynamic programming, last stage first.
 *
 * <pre>
 * F = H + diag(w) + Cᵀ diag(w) C + Tᵀ P₊ T,   F = [Fxx ·; Fux Fuu],   Fuu = L Lᵀ,  Y = L⁻¹ Fux
 * P = Fxx − Yᵀ Y
 * </pre>
 *
 * <p>In a tree the sum of the children's terms takes the place of TᵀP₊T.
 *
 * <p>Needs positive definite Fuu only. Source: Rao, Wright and Rawlings 1998, §3; Frison and
 * Jørgensen, "Efficient implementation of the Riccati recursion", CCA 2013.
 */
final class Riccati {

  private static final double LEAST_EIGENVALUE = 1e-4;

  private final StageShape shape;
  private final StageQp qp;
  private final double[][] cost; // P, full symmetric
  private final double[][] factor; // F: its lower right corner holds L, its Fux rows hold Y
  private final double[][] product; // P₊ T, by transition
  private final Panels.Transposed[] first; // with P₊, by transition
  private final Panels.Transposed[] second; // with T, by transition
  private final Panels.Transposed[] own; // with P, by stage
  private final double[] linear; // p by states, and L⁻¹ f by controls, in the order of z
  private final double[] carried; // P₊ rb, by states
  private final double[] sum; // padded, of one stage
  private final double[] lead; // of one stage
  private double smallestPivot;
  private final Mirror mirror;
  private final double[] untouched;
  private double floor; // pivots below it are mended; 0 where a bad pivot is a failure
  private int mirrored;

  Riccati(StageQp qp, Panels panels) {
    this.qp = qp;
    shape = qp.shape();
    int count = shape.stages() + 1;
    cost = new double[count][];
    factor = new double[count][];
    product = new double[count][];
    first = new Panels.Transposed[count];
    second = new Panels.Transposed[count];
    own = new Panels.Transposed[count];
    int widest = 0;
    for (int k = 0; k < count; k++) {
      int nx = shape.states(k);
      int nz = shape.variables(k);
      int next = k < shape.stages() ? shape.states(k + 1) : 0;
      int from = k < shape.stages() ? shape.parent(k + 1) : k;
      int before = shape.variables(from);
      widest = Math.max(widest, Math.max(nz, next));
      cost[k] = new double[StageShape.even(nx) * StageShape.padded(nx)];
      factor[k] = new double[StageShape.even(nz) * shape.leading(k)];
      product[k] = new double[StageShape.even(next) * shape.leading(from)];
      first[k] = panels.transposed(next, next, before);
      second[k] = panels.transposed(next, before, before);
      own[k] = panels.transposed(nx, nx, nx);
    }
    linear = new double[shape.totalVariables()];
    carried = new double[shape.totalStates()];
    sum = new double[StageShape.padded(widest)];
    lead = new double[widest];
    mirror = new Mirror(widest);
    untouched = new double[StageShape.even(widest) * StageShape.padded(widest)];
  }

  /** The smallest pivot squared of the last factorisation; at most 0 if it failed. */
  double smallestPivot() {
    return smallestPivot;
  }

  /**
   * Factors with weights on variables and rows (in the order of the limits; those of x₀ are not
   * used).
   *
   * @return false if a reduced Hessian is not positive definite
   */
  boolean factor(double[] weights) {
    return factor(weights, shape.stages());
  }

  /** As {@link #factor(double[])} where only the weights of stages up to {@code last} changed. */
  boolean factor(double[] weights, int last) {
    floor = 0.0;
    return sweep(weights, last);
  }

  /**
   * Adds to the diagonal of the controls' Hessians what makes every reduced Hessian at least the
   * floor, so that the problem becomes convex on its transitions while the directions that were
   * convex stay as they are; after Verschueren et al., SIAM J. Optim. 27 (2017) 2085, with pivots
   * in place of eigenvalues.
   *
   * @param weights as in {@link #factor}, normally zero
   * @return whether anything was added
   */
  boolean convexify(double[] weights, double least) {
    floor = least;
    mirrored = 0;
    sweep(weights, shape.stages());
    return mirrored > 0;
  }

  private boolean sweep(double[] weights, int last) {
    smallestPivot = Double.POSITIVE_INFINITY;
    for (int k = last; k >= 0; k--) {
      assemble(k, weights);
      int into = shape.firstChild(k) - 1;
      for (int e = into; e < into + shape.children(k); e++) {
        first[e].into(cost[e + 1], qp.transition(e), product[e]);
        second[e].addLower(qp.transition(e), product[e], factor[k]);
      }
      if (floor > 0.0) {
        System.arraycopy(factor[k], 0, untouched, 0, factor[k].length);
      }
      if (!eliminate(k) && !mend(k)) {
        return false;
      }
      if (k > 0) {
        Elimination.reduce(factor[k], shape.states(k), shape.controls(k), cost[k]);
      }
    }
    return true;
  }

  private boolean eliminate(int k) {
    double pivot = Elimination.controls(factor[k], shape.states(k), shape.controls(k), floor);
    smallestPivot = Math.min(smallestPivot, pivot);
    return pivot > floor;
  }

  private boolean mend(int k) {
    if (floor == 0.0) {
      return false;
    }
    mirrored++;
    System.arraycopy(untouched, 0, factor[k], 0, factor[k].length);
    int nz = shape.variables(k);
    mirror.apply(factor[k], nz, shape.leading(k), LEAST_EIGENVALUE, qp.hessian(k));
    // Turned eigenvalues alone may still lie below the floor.
    for (int i = shape.states(k); i < nz; i++) {
      factor[k][i * shape.leading(k) + i] += floor;
      qp.hessian(k)[i * shape.leading(k) + i] += floor;
    }
    double keep = floor;
    floor = 0.0;
    boolean mended = eliminate(k);
    floor = keep;
    return mended;
  }

  private void assemble(int k, double[] weights) {
    double[] f = factor[k];
    int ld = shape.leading(k);
    int nz = shape.variables(k);
    int zo = shape.variableOffset(k);
    System.arraycopy(qp.hessian(k), 0, f, 0, f.length);
    for (int i = 0; i < nz; i++) {
      f[i * ld + i] += weights[zo + i];
    }
    double[] c = qp.rows(k);
    int limit = qp.limitOfRow(k, 0);
    for (int r = 0; r < shape.rows(k); r++) {
      double w = weights[limit + r];
      if (w != 0.0) {
        int row = r * ld;
        for (int i = 0; i < nz; i++) {
          double wc = w * c[row + i];
          if (wc != 0.0) {
            for (int j = 0; j <= i; j++) {
              f[i * ld + j] = Math.fma(wc, c[row + j], f[i * ld + j]);
            }
          }
        }
      }
    }
  }

  /**
   * Remembers P₊ rb of the transitions' residuals (flat by next states, entry of stage 0 unused).
   */
  void carry(double[] residual) {
    carry(residual, shape.stages());
  }

  /** As {@link #carry(double[])} where only the factors of stages up to {@code last} changed. */
  void carry(double[] residual, int last) {
    for (int k = 1; k <= last; k++) {
      int so = shape.stateOffset(k);
      Arrays.fill(sum, 0, StageShape.padded(shape.states(k)), 0.0);
      own[k].addTimes(cost[k], residual, so, sum);
      System.arraycopy(sum, 0, carried, so, shape.states(k));
    }
  }

  /**
   * Solves for the step: gradient over all variables, transition residuals as given to {@link
   * #carry}; writes dz (the first stage's states stay as they are, normally zero) and dπ.
   */
  void solve(double[] gradient, double[] residual, double[] dz, double[] dpi) {
    solve(gradient, residual, dz, dpi, shape.stages());
  }

  /** As the other where gradients and factors changed only in stages up to {@code last}. */
  void solve(double[] gradient, double[] residual, double[] dz, double[] dpi, int last) {
    for (int k = last; k >= 0; k--) {
      backward(k, gradient);
    }
    for (int k = 0; k <= shape.stages(); k++) {
      forward(k, residual, dz, dpi);
    }
  }

  private void backward(int k, double[] gradient) {
    int nx = shape.states(k);
    int nz = shape.variables(k);
    int zo = shape.variableOffset(k);
    int ld = shape.leading(k);
    System.arraycopy(gradient, zo, sum, 0, nz);
    Arrays.fill(sum, nz, ld, 0.0);
    int child = shape.firstChild(k);
    for (int c = child; c < child + shape.children(k); c++) {
      // f = r + Tᵀ (p₊ + P₊ rb)
      int zn = shape.variableOffset(c);
      int sn = shape.stateOffset(c);
      for (int i = 0; i < shape.states(c); i++) {
        lead[i] = linear[zn + i] + carried[sn + i];
      }
      second[c - 1].addTimes(qp.transition(c - 1), lead, 0, sum);
    }
    double[] f = factor[k];
    for (int i = nx; i < nz; i++) {
      double v = sum[i];
      for (int m = nx; m < i; m++) {
        v = Math.fma(-f[i * ld + m], sum[m], v);
      }
      v *= f[i * ld + i];
      sum[i] = v;
      int row = i * ld;
      for (int j = 0; j < nx; j++) {
        sum[j] = Math.fma(-f[row + j], v, sum[j]);
      }
    }
    System.arraycopy(sum, 0, linear, zo, nz);
  }

  private void forward(int k, double[] residual, double[] dz, double[] dpi) {
    int nx = shape.states(k);
    int nz = shape.variables(k);
    int zo = shape.variableOffset(k);
    int ld = shape.leading(k);
    if (k > 0) {
      price(k, dz, dpi);
    }
    double[] f = factor[k];
    for (int i = nx; i < nz; i++) {
      double v = linear[zo + i];
      for (int j = 0; j < nx; j++) {
        v = Math.fma(f[i * ld + j], dz[zo + j], v);
      }
      sum[i] = -v;
    }
    for (int i = nz - 1; i >= nx; i--) {
      double v = sum[i];
      for (int m = i + 1; m < nz; m++) {
        v = Math.fma(-f[m * ld + i], sum[m], v);
      }
      v *= f[i * ld + i];
      sum[i] = v;
      dz[zo + i] = v;
    }
    int child = shape.firstChild(k);
    for (int c = child; c < child + shape.children(k); c++) {
      System.arraycopy(
          residual, shape.stateOffset(c), dz, shape.variableOffset(c), shape.states(c));
      qp.addTransition(c, dz, dz, shape.variableOffset(c));
    }
  }

  /** dπ = P dx + p. */
  private void price(int k, double[] dz, double[] dpi) {
    int nx = shape.states(k);
    int zo = shape.variableOffset(k);
    System.arraycopy(linear, zo, sum, 0, nx);
    Arrays.fill(sum, nx, StageShape.padded(nx), 0.0);
    own[k].addTimes(cost[k], dz, zo, sum);
    System.arraycopy(sum, 0, dpi, shape.stateOffset(k), nx);
  }
}
