package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;

/**
 * The linear part of a quadratic program's optimality conditions at a point.
 *
 * <pre>
 * gradient = H z + g + Tᵀ π₊ − [π | 0]      defect = T z + b − x₊
 * </pre>
 */
final class QpGradient {

  private final StageQp qp;
  private final StageShape shape;
  private final double[] out; // by limit; the rows' part stays 0
  private final double[] defect; // by state
  private final Panels.Transposed[] transposed; // with T, by transition
  private final double[] sum; // padded, of one stage
  private double dynamics;

  /** Writes into the two arrays, which stay the caller's. */
  QpGradient(StageQp qp, double[] gradient, double[] defect, Panels panels) {
    this.qp = qp;
    shape = qp.shape();
    transposed = new Panels.Transposed[shape.stages()];
    int widest = 0;
    for (int k = 0; k <= shape.stages(); k++) {
      widest = Math.max(widest, shape.leading(k));
      if (k > 0) {
        int from = shape.variables(shape.parent(k));
        transposed[k - 1] = panels.transposed(shape.states(k), from, from);
      }
    }
    sum = new double[widest];
    out = gradient;
    this.defect = defect;
  }

  /** Largest defect of the last measurement. */
  double dynamics() {
    return dynamics;
  }

  void measure(double[] z, double[] pi) {
    Arrays.fill(out, 0.0);
    for (int k = 0; k <= shape.stages(); k++) {
      stage(k, z, pi);
    }
    dynamics = Extremes.largest(defect, shape.states(0), defect.length);
  }

  private void stage(int k, double[] z, double[] pi) {
    int nx = shape.states(k);
    int nz = shape.variables(k);
    int zo = shape.variableOffset(k);
    int so = shape.stateOffset(k);
    int ld = shape.leading(k);
    double[] h = qp.hessian(k);
    double[] g = qp.gradient(k);
    for (int i = 0; i < nz; i++) {
      double zi = z[zo + i];
      double value = Math.fma(h[i * ld + i], zi, g[i]);
      int row = i * ld;
      for (int j = 0; j < i; j++) {
        double hij = h[row + j];
        value = Math.fma(hij, z[zo + j], value);
        out[zo + j] = Math.fma(hij, zi, out[zo + j]);
      }
      out[zo + i] += i < nx && k > 0 ? value - pi[so + i] : value;
    }
    int child = shape.firstChild(k);
    for (int c = child; c < child + shape.children(k); c++) {
      transition(k, c, z, pi);
    }
  }

  private void transition(int k, int child, double[] z, double[] pi) {
    int zo = shape.variableOffset(k);
    int nz = shape.variables(k);
    int next = shape.states(child);
    int zn = shape.variableOffset(child);
    int sn = shape.stateOffset(child);
    double[] b = qp.offset(child - 1);
    for (int i = 0; i < next; i++) {
      defect[sn + i] = b[i] - z[zn + i];
    }
    qp.addTransition(child, z, defect, sn);
    System.arraycopy(out, zo, sum, 0, nz);
    Arrays.fill(sum, nz, shape.leading(k), 0.0);
    transposed[child - 1].addTimes(qp.transition(child - 1), pi, sn, sum);
    System.arraycopy(sum, 0, out, zo, nz);
  }
}
