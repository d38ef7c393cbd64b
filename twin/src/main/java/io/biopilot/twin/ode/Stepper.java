package io.biopilot.twin.ode;

/**
 * The arrays and the state of one method in one run; as a {@link Step}, its last attempt. One
 * thread; nothing is allocated after it was made.
 *
 * <p>Life: {@code start} once a run, {@code begin} at the start and after each break, then {@code
 * attempt} until one is good, then {@code advance}.
 */
public interface Stepper extends Step {

  /**
   * A new run: another field or other tolerances. absolute has length n and is kept, not copied.
   */
  void start(VectorField field, double relative, double[] absolute, Counts counts);

  /** Sets the current point and forgets the past; y is copied. */
  void begin(double t, double[] y);

  /**
   * Tries a step of signed size h from the current point to the time {@code end}.
   *
   * @return error in units of the tolerance (accepted if ≤ 1); NaN if something was not finite; +∞
   *     if the equations of the step could not be solved
   */
  double attempt(double h, double end);

  /** Makes the end of the last attempt the current point. */
  void advance();

  /** The last good attempt is dropped for a reason of the integrator's (domain, event). */
  default void drop() {}

  /** q: the error estimate is O(h^(q + 1)). */
  int errorOrder();

  /**
   * Size of the next attempt (same sign as h). Called once after each attempt, before {@code
   * advance} if it was accepted.
   *
   * @param h size of the attempt
   * @param controlled what the integrator's {@link StepControl} proposes; methods that keep
   *     factorised matrices or vary their order may prefer another
   * @param error what the attempt returned
   */
  default double proposal(double h, double controlled, double error, boolean accepted) {
    return controlled;
  }

  /** Estimate of |h λ| for the dominant eigenvalue in the last attempt; NaN if not known. */
  default double stiffness() {
    return Double.NaN;
  }
}
