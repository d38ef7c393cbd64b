package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * The data of a stagewise quadratic program; mutable, written by its owner between solves.
 *
 * <pre>
 * min  Σₖ ½ zₖᵀ Hₖ zₖ + gₖᵀ zₖ            zₖ = [xₖ | uₖ], x₀ given
 * s.t. xₖ₊₁ = Tₖ zₖ + bₖ                   in a tree: x_c = T z_parent(c) + b
 *      lower ≤ [zₖ ; Cₖ zₖ] ≤ upper         each side hard, or softened by a slack s ≥ 0
 *                                          that costs linear · s + ½ quadratic · s²
 * </pre>
 *
 * <p>Only the lower triangle of H is read. Bounds of ±∞ are absent. Bounds on x₀ are ignored, since
 * x₀ is given; rows of stage 0 are kept. Hard limits that are equal are an equation. A linear
 * weight of +∞ (the default) means hard. The reduced Hessian (on the transitions) must be positive
 * definite, the stages' own need not be.
 */
public final class StageQp {

  /** A range narrower than this is a constant. */
  static final double NO_ROOM = 1e-12;

  private final StageShape shape;
  private final double[][] transitions;
  private final double[][] offsets;
  private final double[][] hessians;
  private final double[][] gradients;
  private final double[][] rows;
  private final double[] lower;
  private final double[] upper;
  private final double[] linear;
  private final double[] quadratic;
  private final double[] initial;
  private final boolean[] controls; // by limit

  public StageQp(StageShape shape) {
    this.shape = shape;
    int count = shape.stages() + 1;
    transitions = new double[count][];
    offsets = new double[count][];
    hessians = new double[count][];
    gradients = new double[count][];
    rows = new double[count][];
    for (int k = 0; k < count; k++) {
      int ld = shape.leading(k);
      int next = k < shape.stages() ? shape.states(k + 1) : 0;
      int from = k < shape.stages() ? shape.parent(k + 1) : k;
      transitions[k] = new double[next * shape.leading(from)];
      offsets[k] = new double[next];
      hessians[k] = new double[StageShape.even(shape.variables(k)) * ld];
      gradients[k] = new double[shape.variables(k)];
      rows[k] = new double[shape.rows(k) * ld];
    }
    int limits = shape.totalVariables() + shape.totalRows();
    lower = new double[limits];
    upper = new double[limits];
    linear = new double[limits];
    quadratic = new double[limits];
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    Arrays.fill(linear, Double.POSITIVE_INFINITY);
    initial = new double[shape.states(0)];
    controls = new boolean[limits];
    for (int k = 0; k < count; k++) {
      int from = shape.variableOffset(k);
      Arrays.fill(controls, from + shape.states(k), from + shape.variables(k), true);
    }
  }

  public StageShape shape() {
    return shape;
  }

  /** T into the next stage: its states × leading dimension of the stage that it follows. */
  public double[] transition(int stage) {
    return transitions[stage];
  }

  /** b into the next stage, length its states. */
  public double[] offset(int stage) {
    return offsets[stage];
  }

  /** H of a stage: variables × leading dimension, lower triangle. */
  public double[] hessian(int stage) {
    return hessians[stage];
  }

  /** g of a stage, length variables. */
  public double[] gradient(int stage) {
    return gradients[stage];
  }

  /** C of a stage: rows × leading dimension. */
  public double[] rows(int stage) {
    return rows[stage];
  }

  /** x₀. */
  public double[] initial() {
    return initial;
  }

  /**
   * Lower limits: all variables in flat order, then all general rows. The same order holds for
   * {@link #upper}, {@link #linear} and {@link #quadratic}.
   */
  public double[] lower() {
    return lower;
  }

  public double[] upper() {
    return upper;
  }

  /** Price of the first unit of violation; +∞ for a hard limit. */
  public double[] linear() {
    return linear;
  }

  /** Curvature of the price of violation. */
  public double[] quadratic() {
    return quadratic;
  }

  /** Whether hard limits leave a variable or a row no room. */
  boolean fixed(int limit) {
    return linear[limit] == Double.POSITIVE_INFINITY && upper[limit] - lower[limit] <= NO_ROOM;
  }

  /** Whether hard limits leave a control no room. */
  boolean constant(int limit) {
    return controls[limit] && fixed(limit);
  }

  /** Whether a limit is that of a control. */
  boolean control(int limit) {
    return controls[limit];
  }

  /** Position of a stage's general row among the limits. */
  public int limitOfRow(int stage, int row) {
    return shape.totalVariables() + shape.rowOffset(stage) + row;
  }

  /** out += T z of the transition into a stage, from the position in out on; four rows at once. */
  void addTransition(int child, double[] z, double[] out, int at) {
    int from = shape.parent(child);
    int ld = shape.leading(from);
    int nz = shape.variables(from);
    int zo = shape.variableOffset(from);
    int next = shape.states(child);
    double[] t = transitions[child - 1];
    int i = 0;
    for (; i + 3 < next; i += 4) {
      int r0 = i * ld;
      int r1 = r0 + ld;
      int r2 = r1 + ld;
      int r3 = r2 + ld;
      double s0 = out[at + i];
      double s1 = out[at + i + 1];
      double s2 = out[at + i + 2];
      double s3 = out[at + i + 3];
      for (int j = 0; j < nz; j++) {
        double v = z[zo + j];
        s0 = Math.fma(t[r0 + j], v, s0);
        s1 = Math.fma(t[r1 + j], v, s1);
        s2 = Math.fma(t[r2 + j], v, s2);
        s3 = Math.fma(t[r3 + j], v, s3);
      }
      out[at + i] = s0;
      out[at + i + 1] = s1;
      out[at + i + 2] = s2;
      out[at + i + 3] = s3;
    }
    for (; i < next; i++) {
      double sum = out[at + i];
      for (int j = 0; j < nz; j++) {
        sum = Math.fma(t[i * ld + j], z[zo + j], sum);
      }
      out[at + i] = sum;
    }
  }

  /** Variables' part of v += Cᵀ (rows' part of v), v in the limits' order. */
  void foldRows(double[] v) {
    if (shape.totalRows() == 0) {
      return;
    }
    for (int k = 0; k <= shape.stages(); k++) {
      int ld = shape.leading(k);
      int zo = shape.variableOffset(k);
      int nz = shape.variables(k);
      double[] c = rows[k];
      for (int r = 0; r < shape.rows(k); r++) {
        double value = v[limitOfRow(k, r)];
        if (value != 0.0) {
          for (int j = 0; j < nz; j++) {
            v[zo + j] = Math.fma(c[r * ld + j], value, v[zo + j]);
          }
        }
      }
    }
  }

  /** y = Cz for all rows of all stages, from the limits' position of the first row on. */
  void rowValuesInto(double[] z, double[] y) {
    int at = shape.totalVariables();
    for (int k = 0; k <= shape.stages(); k++) {
      int ld = shape.leading(k);
      int nz = shape.variables(k);
      int zo = shape.variableOffset(k);
      double[] c = rows[k];
      for (int r = 0; r < shape.rows(k); r++) {
        double sum = 0.0;
        for (int j = 0; j < nz; j++) {
          sum = Math.fma(c[r * ld + j], z[zo + j], sum);
        }
        y[at++] = sum;
      }
    }
  }
}
