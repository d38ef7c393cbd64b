package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * A quadratic program seen as a function of its controls alone, states following by the
 * transitions: for solvers that know no limits but those of controls.
 *
 * <pre>
 * x₊ = T z + b        πₖ = [H z + g + Tᵀ π₊]ₓ        ∇ᵤ = [H z + g + Tᵀ π₊]ᵤ
 * </pre>
 */
final class ControlSweep {

  private final StageQp qp;
  private final StageShape shape;
  private final int[] positions; // of the controls among the variables
  private final double[] gradient; // by variable

  ControlSweep(StageQp qp) {
    this.qp = qp;
    shape = qp.shape();
    int count = shape.totalVariables() - shape.totalStates();
    positions = new int[count];
    int at = 0;
    for (int k = 0; k <= shape.stages(); k++) {
      int from = shape.variableOffset(k);
      for (int i = shape.states(k); i < shape.variables(k); i++) {
        positions[at++] = from + i;
      }
    }
    gradient = new double[shape.totalVariables()];
  }

  int controls() {
    return positions.length;
  }

  /** Position of a control among the variables. */
  int position(int control) {
    return positions[control];
  }

  /** Refuses a program that limits anything but controls, or limits those softly. */
  void requireLimitsOnControlsOnly(StageQp data) {
    if (data != qp) {
      throw new IllegalArgumentException("this solver is bound to another problem's data");
    }
    int control = 0;
    for (int i = shape.states(0); i < qp.lower().length; i++) {
      boolean limited =
          qp.lower()[i] > Double.NEGATIVE_INFINITY || qp.upper()[i] < Double.POSITIVE_INFINITY;
      boolean own = control < positions.length && positions[control] == i;
      control += own ? 1 : 0;
      if (limited && (!own || qp.linear()[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "limit %d is soft or not a control's: this solver knows hard limits of controls only"
                .formatted(i));
      }
    }
  }

  double clip(int control, double value) {
    int at = positions[control];
    return Math.max(qp.lower()[at], Math.min(qp.upper()[at], value));
  }

  /** States of z from x₀ and the controls. */
  void simulate(double[] z) {
    System.arraycopy(qp.initial(), 0, z, 0, shape.states(0));
    follow(z, 0, true);
  }

  /** States that follow those of the first stage given, with or without the offsets. */
  void follow(double[] z, int first, boolean offsets) {
    for (int k = first; k < shape.stages(); k++) {
      int zo = shape.variableOffset(k);
      int ld = shape.leading(k);
      int child = shape.firstChild(k);
      for (int c = child; c < child + shape.children(k); c++) {
        double[] t = qp.transition(c - 1);
        int zn = shape.variableOffset(c);
        for (int i = 0; i < shape.states(c); i++) {
          double sum = offsets ? qp.offset(c - 1)[i] : 0.0;
          for (int j = 0; j < shape.variables(k); j++) {
            sum = Math.fma(t[i * ld + j], z[zo + j], sum);
          }
          z[zn + i] = sum;
        }
      }
    }
  }

  /**
   * The gradient by controls at a simulated z, down to a stage.
   *
   * @param linear whether g counts, or H alone
   * @return by variable; entries of states are π
   */
  double[] gradient(double[] z, int first, boolean linear) {
    for (int k = shape.stages(); k >= first; k--) {
      int zo = shape.variableOffset(k);
      int ld = shape.leading(k);
      int nz = shape.variables(k);
      double[] h = qp.hessian(k);
      for (int i = 0; i < nz; i++) {
        double sum = linear ? qp.gradient(k)[i] : 0.0;
        for (int j = 0; j < nz; j++) {
          sum = Math.fma(h[Math.max(i, j) * ld + Math.min(i, j)], z[zo + j], sum);
        }
        gradient[zo + i] = sum;
      }
      int child = shape.firstChild(k);
      for (int c = child; c < child + shape.children(k); c++) {
        double[] t = qp.transition(c - 1);
        int zn = shape.variableOffset(c);
        for (int i = 0; i < shape.states(c); i++) {
          double price = gradient[zn + i];
          for (int j = 0; j < nz; j++) {
            gradient[zo + j] = Math.fma(t[i * ld + j], price, gradient[zo + j]);
          }
        }
      }
    }
    return gradient;
  }

  /** ½ zᵀ H z + gᵀ z. */
  double objective(double[] z) {
    double sum = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      int zo = shape.variableOffset(k);
      int ld = shape.leading(k);
      double[] h = qp.hessian(k);
      for (int i = 0; i < shape.variables(k); i++) {
        double row = 0.5 * h[i * ld + i] * z[zo + i] + qp.gradient(k)[i];
        for (int j = 0; j < i; j++) {
          row = Math.fma(h[i * ld + j], z[zo + j], row);
        }
        sum = Math.fma(row, z[zo + i], sum);
      }
    }
    return sum;
  }

  /** Stage of a control. */
  int stageOf(int control) {
    int k = 0;
    while (shape.variableOffset(k + 1) <= positions[control]) {
      k++;
    }
    return k;
  }

  /** How far the controls are from where −∇ would push them within their limits. */
  double residual(double[] z, double[] slope) {
    double worst = 0.0;
    for (int i = 0; i < positions.length; i++) {
      int at = positions[i];
      double miss = Math.abs(z[at] - clip(i, z[at] - slope[at]));
      if (!(miss <= Double.MAX_VALUE)) {
        return Double.NaN;
      }
      worst = Math.max(worst, miss);
    }
    return worst;
  }

  /** Writes states, multipliers and prices that belong to the solution's controls. */
  void finish(QpSolution solution) {
    double[] z = solution.variables;
    simulate(z);
    double[] slope = gradient(z, 0, true);
    solution.residual = residual(z, slope);
    Arrays.fill(solution.lowerPrices, 0.0);
    Arrays.fill(solution.upperPrices, 0.0);
    for (int k = 1; k <= shape.stages(); k++) {
      System.arraycopy(
          slope,
          shape.variableOffset(k),
          solution.multipliers,
          shape.stateOffset(k),
          shape.states(k));
    }
    for (int at : positions) {
      if (slope[at] > 0.0 && z[at] <= qp.lower()[at]) {
        solution.lowerPrices[at] = slope[at];
      } else if (slope[at] < 0.0 && z[at] >= qp.upper()[at]) {
        solution.upperPrices[at] = -slope[at];
      }
    }
  }
}
