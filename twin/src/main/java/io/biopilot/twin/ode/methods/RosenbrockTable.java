package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * Coefficients of a stiffly accurate Rosenbrock method in the transformed variables u (Hairer and
 * Wanner 1996, §IV.7, eq. 7.25): (I/(hγ) - J) u_i = f(t + α_i h, y + Σ_j a_ij u_j) + Σ_j (c_ij/h)
 * u_j + h d_i ∂f/∂t, y⁺ = Y_s + u_s, error u_s, where Y_s is the last stage's argument.
 *
 * @param gamma γ
 * @param a one row a stage, row i of length i
 * @param c one row a stage, row i of length i
 * @param alpha nodes α_i
 * @param d weights of the time derivative
 * @param dense rows h_j with y(θ) = (1-θ) y + θ (y⁺ + (1-θ)(w_1 + θ (w_2 + θ w_3))), w_j = Σ_i h_ji
 *     u_i
 */
public record RosenbrockTable(
    double gamma, List<Vec> a, List<Vec> c, Vec alpha, Vec d, List<Vec> dense) {
  public RosenbrockTable {
    a = List.copyOf(a);
    c = List.copyOf(c);
    dense = List.copyOf(dense);
  }

  /** Number of stages. */
  public int stages() {
    return alpha.size();
  }
}
