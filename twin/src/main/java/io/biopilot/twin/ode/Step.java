package io.biopilot.twin.ode;

/**
 * One accepted step, as a {@link StepListener} sees it. Arrays are the method's own: valid during
 * the call, not to be changed.
 */
public interface Step {

  /** Time at the beginning. */
  double start();

  /** Time at the end. */
  double end();

  /** end - start as the method used it; negative when time runs backwards. */
  double size();

  /** State at the beginning. */
  double[] before();

  /** State at the end. */
  double[] after();

  /** The method that made this step (one of the two of a switching method). */
  Method method();

  /** Number of stages of a Runge-Kutta method; 0 for others. */
  default int stages() {
    return 0;
  }

  /**
   * Stage derivative k_i, length n, so that Y_i = before + size Σ a_ij k_j and after = before +
   * size Σ b_i k_i with the method's table.
   */
  default double[] stage(int i) {
    throw new UnsupportedOperationException(method().name() + " shows no stages");
  }

  /** Degree of the dense output as a polynomial in θ = (t - start) / size. */
  int denseDegree();

  /** Writes the dense output y(θ) = Σ_j c[j] θʲ, j = 0 … denseDegree; rows of length n. */
  void denseInto(double[][] c);

  /** Whether {@link #solve} and {@link #solveTransposed} are there. */
  default boolean hasSystem() {
    return false;
  }

  /**
   * hγ of the step's own factorised matrix I - hγ J; J may be older than this step unless {@link
   * #freshJacobian}.
   */
  default double shift() {
    throw new UnsupportedOperationException(method().name() + " factorises nothing");
  }

  /** Whether the factorised J was evaluated at the beginning of this step. */
  default boolean freshJacobian() {
    return false;
  }

  /** Solves (I - hγ J) x = b with the step's own factors, b in, x out. */
  default void solve(double[] b) {
    throw new UnsupportedOperationException(method().name() + " factorises nothing");
  }

  /** Solves (I - hγ J)ᵀ x = b with the step's own factors, b in, x out. */
  default void solveTransposed(double[] b) {
    throw new UnsupportedOperationException(method().name() + " factorises nothing");
  }
}
