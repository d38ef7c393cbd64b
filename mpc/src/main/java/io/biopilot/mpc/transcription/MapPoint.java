package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.PaddedProduct;
import java.util.Arrays;

/**
 * One evaluation y = f([x | v | t]) of a smooth map inside an interval, with what the derivatives
 * need: the point, the Jacobian and the sensitivity W = d[x | v | t]/dw to the interval's variables
 * w = [x₀ | controls | timing].
 *
 * <p>v are controls of the interval and occupy known columns of w, so that only the x part of W is
 * stored; t moves with the timing variable, if there is one.
 */
final class MapPoint {

  final double[] point;
  final double[] value;
  final double[] jacobian; // outputs × inputs
  final double[] sensitivity; // x part of W: states × leading
  final double[] weights; // ybar of the last addCurvature
  final double[] change; // [d[x | v | t] | d(ybar)] for addAdjointChange
  final double[] inputChange; // its result
  double timeSlope; // dt/d(timing)

  private final SmoothMap map;
  private final SmoothMap.Workspace workspace;
  private final double[] parameters;
  private final Columns columns;
  private final int first; // column of w of the first v, or -1 where v is a constant
  private final int inputs;
  private final int extras;

  /** Where things stand in w. */
  record Columns(int states, int controls, int timing, int leading) {
    static Columns of(int states, int controls, boolean timed) {
      int count = states + controls + (timed ? 1 : 0);
      return new Columns(states, controls, timed ? states + controls : -1, (count + 3) & ~3);
    }

    int count() {
      return states + controls + (timing < 0 ? 0 : 1);
    }
  }

  MapPoint(SmoothMap map, double[] parameters, Columns columns, int first) {
    this.map = map;
    this.parameters = parameters;
    this.columns = columns;
    this.first = first;
    workspace = map.workspace(1);
    map.bindParameters(parameters, workspace);
    inputs = map.shape().inputs();
    extras = inputs - 1 - columns.states();
    point = new double[inputs];
    value = new double[map.shape().outputs()];
    jacobian = new double[map.shape().outputs() * inputs];
    sensitivity = new double[columns.states() * columns.leading()];
    weights = new double[value.length];
    change = new double[inputs + value.length];
    inputChange = new double[inputs];
  }

  void bind() {
    map.bindParameters(parameters, workspace);
  }

  void evaluate() {
    map.valueInto(point, parameters, value, workspace);
  }

  void linearise() {
    map.valueAndJacobianInto(point, parameters, value, jacobian, workspace);
  }

  /** dy/dw from the sensitivity: Jx Y, plus the columns of v and t. */
  void outputSensitivityInto(PaddedProduct product, double[] out) {
    product.into(jacobian, sensitivity, out);
    int nx = columns.states();
    int ld = columns.leading();
    for (int i = 0; i < value.length; i++) {
      int row = i * inputs;
      if (first >= 0) {
        for (int e = 0; e < extras; e++) {
          out[i * ld + first + e] += jacobian[row + nx + e];
        }
      }
      if (columns.timing() >= 0) {
        out[i * ld + columns.timing()] += jacobian[row + inputs - 1] * timeSlope;
      }
    }
  }

  /** xbar ← Jxᵀ ybar, where ybar are {@link #weights}. */
  void statePullbackInto(double[] xbar) {
    for (int j = 0; j < xbar.length; j++) {
      double sum = 0.0;
      for (int i = 0, q = j; i < weights.length; i++, q += inputs) {
        sum = Math.fma(jacobian[q], weights[i], sum);
      }
      xbar[j] = sum;
    }
  }

  /** change ← W dw for [x | v | t]. */
  void aim(double[] dw) {
    int nx = columns.states();
    for (int i = 0; i < nx; i += 2) {
      aimPair(i, Math.min(i + 1, nx - 1), dw);
    }
    for (int e = 0; e < extras; e++) {
      change[nx + e] = first < 0 ? 0.0 : dw[first + e];
    }
    change[inputs - 1] = columns.timing() < 0 ? 0.0 : timeSlope * dw[columns.timing()];
  }

  /** Two rows at once: their sums do not wait for one another. */
  private void aimPair(int i, int i1, double[] dw) {
    double sum = 0.0;
    double sum1 = 0.0;
    for (int j = 0, q = i * columns.leading(), q1 = i1 * columns.leading(); j < dw.length; j++) {
      sum = Math.fma(sensitivity[q++], dw[j], sum);
      sum1 = Math.fma(sensitivity[q1++], dw[j], sum1);
    }
    change[i] = sum;
    change[i1] = sum1;
  }

  /**
   * inputChange ← Jᵀ dybar + ∇²(ybarᵀ f) · d[x | v | t], and pbar += the same for the parameters,
   * for what stands in {@link #change} and the ybar of the last {@link #addCurvature}.
   */
  void pullChange(double[] pbar) {
    Arrays.fill(inputChange, 0.0);
    map.addAdjointChange(point, parameters, weights, change, inputChange, pbar, workspace);
  }

  /** hessian (lower, leading × even) += Wᵀ ∇²(ybarᵀ f) W, where ybar are {@link #weights}. */
  void addCurvature(double[] hessian, CurvatureScratch scratch) {
    double[] g = scratch.inner(inputs);
    map.addInputHessian(point, parameters, weights, g, workspace);
    int nx = columns.states();
    int ld = columns.leading();
    for (int i = 0; i < nx; i++) {
      for (int j = 0; j < i; j++) {
        g[j * inputs + i] = g[i * inputs + j];
      }
    }
    // M = G W for the x rows: Gxx Y + Gxv E + Gxt τ'
    double[] m = scratch.product(inputs, sensitivity, g);
    for (int i = 0; i < nx; i++) {
      if (first >= 0) {
        for (int e = 0; e < extras; e++) {
          m[i * ld + first + e] += g[(nx + e) * inputs + i];
        }
      }
      if (columns.timing() >= 0) {
        m[i * ld + columns.timing()] += g[(inputs - 1) * inputs + i] * timeSlope;
      }
    }
    scratch.addTransposed(sensitivity, m, hessian);
    addControlRows(g, hessian);
  }

  /** Rows of v and t of Wᵀ (G W). */
  private void addControlRows(double[] g, double[] hessian) {
    if (first >= 0) {
      for (int e = 0; e < extras; e++) {
        addRow(g, columns.states() + e, first + e, 1.0, hessian);
      }
    }
    if (columns.timing() >= 0 && timeSlope != 0.0) {
      addRow(g, inputs - 1, columns.timing(), timeSlope, hessian);
    }
  }

  private void addRow(double[] g, int row, int target, double factor, double[] hessian) {
    int nx = columns.states();
    int ld = columns.leading();
    for (int m = 0; m < nx; m++) {
      double value = factor * g[row * inputs + m];
      if (value != 0.0) {
        // Columns up to the target lie in the lower triangle of the target's row.
        for (int j = 0; j <= target; j++) {
          hessian[target * ld + j] =
              Math.fma(value, sensitivity[m * ld + j], hessian[target * ld + j]);
        }
      }
    }
    if (first >= 0) {
      for (int e = 0; e < extras && columns.states() + e <= row; e++) {
        int column = first + e;
        if (column <= target) {
          hessian[target * ld + column] += factor * g[row * inputs + columns.states() + e];
        }
      }
    }
    if (row == inputs - 1 && columns.timing() >= 0) {
      hessian[target * ld + target] += factor * timeSlope * g[row * inputs + row];
    }
  }
}
