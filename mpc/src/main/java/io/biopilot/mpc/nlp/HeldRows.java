package io.biopilot.mpc.nlp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Held limits on states and rows, which the Riccati recursion cannot fix by itself: eliminated by
 * their Schur complement S = A K⁻¹ Aᵀ, one solve with the factorisation a limit.
 */
final class HeldRows {

  private static final double DEPENDENT = 1e-10;

  private final StageQp qp;
  private final StageShape shape;
  private final int[] limits;
  private final List<double[]> responses = new ArrayList<>(); // K⁻¹ a, by variable
  private final double[] zeros;
  private final double[] normal;
  private final double[] unused;
  private double[] schur = new double[0];
  private int count;

  HeldRows(StageQp qp) {
    this.qp = qp;
    shape = qp.shape();
    limits = new int[qp.lower().length];
    zeros = new double[shape.totalStates()];
    normal = new double[shape.totalVariables()];
    unused = new double[shape.totalStates()];
  }

  int count() {
    return count;
  }

  int limit(int index) {
    return limits[index];
  }

  void clear() {
    count = 0;
  }

  void add(int limit) {
    limits[count++] = limit;
  }

  /** Builds and factors S; false if the limits depend on one another. */
  boolean factor(Riccati riccati) {
    if (schur.length < count * count) {
      schur = new double[count * count];
    }
    riccati.carry(zeros);
    for (int j = 0; j < count; j++) {
      if (responses.size() == j) {
        responses.add(new double[shape.totalVariables()]);
      }
      double[] response = responses.get(j);
      Arrays.fill(normal, 0.0);
      addNormal(limits[j], -1.0, normal);
      Arrays.fill(response, 0, shape.states(0), 0.0);
      riccati.solve(normal, zeros, response, unused);
      for (int i = 0; i <= j; i++) {
        schur[j * count + i] = value(limits[i], response);
      }
    }
    return choleskyInPlace();
  }

  private boolean choleskyInPlace() {
    for (int i = 0; i < count; i++) {
      double whole = schur[i * count + i];
      for (int j = 0; j <= i; j++) {
        double sum = schur[i * count + j];
        for (int m = 0; m < j; m++) {
          sum -= schur[i * count + m] * schur[j * count + m];
        }
        if (i == j) {
          if (!(sum > DEPENDENT * whole)) {
            return false;
          }
          schur[i * count + i] = Math.sqrt(sum);
        } else {
          schur[i * count + j] = sum / schur[j * count + j];
        }
      }
    }
    return true;
  }

  /** b ← S⁻¹ b, the first {@link #count} entries. */
  void solve(double[] b) {
    for (int i = 0; i < count; i++) {
      for (int m = 0; m < i; m++) {
        b[i] -= schur[i * count + m] * b[m];
      }
      b[i] /= schur[i * count + i];
    }
    for (int i = count - 1; i >= 0; i--) {
      for (int m = i + 1; m < count; m++) {
        b[i] -= schur[m * count + i] * b[m];
      }
      b[i] /= schur[i * count + i];
    }
  }

  /** aᵀ z of any limit. */
  double value(int limit, double[] z) {
    if (limit < shape.totalVariables()) {
      return z[limit];
    }
    int k = stageOfRow(limit);
    double sum = 0.0;
    int at = (limit - qp.limitOfRow(k, 0)) * shape.leading(k);
    for (int i = 0; i < shape.variables(k); i++) {
      sum = Math.fma(qp.rows(k)[at + i], z[shape.variableOffset(k) + i], sum);
    }
    return sum;
  }

  /** out += factor · a of any limit. */
  void addNormal(int limit, double factor, double[] out) {
    if (limit < shape.totalVariables()) {
      out[limit] += factor;
      return;
    }
    int k = stageOfRow(limit);
    int at = (limit - qp.limitOfRow(k, 0)) * shape.leading(k);
    for (int i = 0; i < shape.variables(k); i++) {
      int variable = shape.variableOffset(k) + i;
      out[variable] = Math.fma(factor, qp.rows(k)[at + i], out[variable]);
    }
  }

  private int stageOfRow(int limit) {
    int row = limit - shape.totalVariables();
    int low = 0;
    int high = shape.stages();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (shape.rowOffset(middle + 1) <= row) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
