package io.biopilot.mpc.nlp;

/** What the quadratic program's data promise of a step. */
final class StepModel {

  private final StageShape shape;
  private final StageQp qp;
  private final double[] dz;

  StepModel(StageQp qp, QpSolution step) {
    this.qp = qp;
    shape = qp.shape();
    dz = step.variables;
  }

  /** gᵀ Δz. */
  double linear() {
    double sum = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      int zo = shape.variableOffset(k);
      double[] g = qp.gradient(k);
      for (int i = 0; i < g.length; i++) {
        sum = Math.fma(g[i], dz[zo + i], sum);
      }
    }
    return sum;
  }

  /** Δzᵀ H Δz. */
  double quadratic() {
    double sum = 0.0;
    for (int k = 0; k <= shape.stages(); k++) {
      int zo = shape.variableOffset(k);
      int ld = shape.leading(k);
      double[] h = qp.hessian(k);
      for (int i = 0; i < shape.variables(k); i++) {
        double row = h[i * ld + i] * dz[zo + i];
        for (int j = 0; j < i; j++) {
          row += 2.0 * h[i * ld + j] * dz[zo + j];
        }
        sum += dz[zo + i] * row;
      }
    }
    return sum;
  }

  /** out ← rows + C Δz. */
  void rowsInto(double[] rows, double[] out) {
    int at = 0;
    for (int k = 0; k <= shape.stages(); k++) {
      int ld = shape.leading(k);
      int zo = shape.variableOffset(k);
      for (int r = 0; r < shape.rows(k); r++, at++) {
        double value = rows[at];
        for (int i = 0; i < shape.variables(k); i++) {
          value = Math.fma(qp.rows(k)[r * ld + i], dz[zo + i], value);
        }
        out[at] = value;
      }
    }
  }
}
