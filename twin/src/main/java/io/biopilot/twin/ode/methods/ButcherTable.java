package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * Coefficients of a Runge-Kutta method: Y_i = y + h Σ_j a_ij k_j, k_i = f(t + c_i h, Y_i), y⁺ = y +
 * h Σ_i b_i k_i.
 *
 * @param a one row a stage; row i has i entries for an explicit method, i + 1 for a diagonally
 *     implicit one, all for a fully implicit one
 * @param b weights of the solution
 * @param error b minus the weights of the embedded solution; of length 0 if there is none
 * @param c nodes
 * @param dense row i: coefficients of θ, θ², … in b_i(θ), where y(t + θh) = y + h Σ_i b_i(θ) k_i
 */
public record ButcherTable(List<Vec> a, Vec b, Vec error, Vec c, List<Vec> dense) {
  public ButcherTable {
    a = List.copyOf(a);
    dense = List.copyOf(dense);
    int stages = b.size();
    if (a.size() != stages || c.size() != stages || dense.size() != stages) {
      throw new IllegalArgumentException("a, c and dense need %d rows each".formatted(stages));
    }
  }

  /** Whether every stage depends on earlier ones only. */
  public boolean isExplicit() {
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i).size() > i) {
        return false;
      }
    }
    return true;
  }

  /** Number of stages. */
  public int stages() {
    return b.size();
  }

  /** Degree of the dense output in θ. */
  public int denseDegree() {
    return dense.get(0).size();
  }

  /** w[i] = b_i(θ); w of length stages. */
  public void denseWeightsInto(double theta, double[] w) {
    for (int i = 0; i < w.length; i++) {
      Vec row = dense.get(i);
      double sum = 0.0;
      for (int j = row.size() - 1; j >= 0; j--) {
        sum = (sum + row.get(j)) * theta;
      }
      w[i] = sum;
    }
  }

  /** a as arrays; the caller owns them. */
  double[][] rows() {
    return a.stream().map(Vec::toArray).toArray(double[][]::new);
  }

  /** dense[j][i]: coefficient of θ^(j+1) in b_i; the caller owns it. */
  double[][] denseByPower() {
    double[][] byPower = new double[denseDegree()][stages()];
    for (int i = 0; i < stages(); i++) {
      for (int j = 0; j < byPower.length; j++) {
        byPower[j][i] = dense.get(i).get(j);
      }
    }
    return byPower;
  }
}
