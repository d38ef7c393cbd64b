package io.biopilot.twin.ode;

/**
 * The right-hand side of x' = f(t, x).
 *
 * <p>A field may keep scratch arrays of its own: it is used by one thread at a time. Arrays handed
 * in belong to the caller and are valid during the call only.
 */
public interface VectorField {

  /** f alone, for {@link #of}. */
  @FunctionalInterface
  interface Derivative {
    /** dydt = f(t, y); both of length dimension. */
    void into(double t, double[] y, double[] dydt);
  }

  /** Length of the state. */
  int dimension();

  /** dydt = f(t, y). Where f has no value, entries are NaN: the step is rejected. */
  void derivativeInto(double t, double[] y, double[] dydt);

  /** Whether {@link #jacobianInto} is there; otherwise implicit methods use differences. */
  default boolean hasJacobian() {
    return false;
  }

  /** ∂f/∂y, row-major dimension × dimension; every entry is written. */
  default void jacobianInto(double t, double[] y, double[] jacobian) {
    throw new UnsupportedOperationException("this field has no analytic Jacobian");
  }

  /** Whether f is known not to depend on t within a segment; Rosenbrock methods then skip ∂f/∂t. */
  default boolean autonomous() {
    return false;
  }

  /** Whether {@link #timeDerivativeInto} is there; otherwise a difference is used. */
  default boolean hasTimeDerivative() {
    return false;
  }

  /** ∂f/∂t at (t, y). */
  default void timeDerivativeInto(double t, double[] y, double[] dfdt) {
    throw new UnsupportedOperationException("this field has no analytic time derivative");
  }

  /**
   * Told before each smooth piece, so that a field with switched inputs can fix the levels in force
   * between the two times (in the order of integration: {@code from > to} when time runs
   * backwards). f must be smooth in t on the closed interval and somewhat beyond.
   */
  default void enterSegment(double from, double to) {}

  /** A field from a function; no analytic derivatives. */
  static VectorField of(int dimension, Derivative derivative) {
    return new VectorField() {
      @Override
      public int dimension() {
        return dimension;
      }

      @Override
      public void derivativeInto(double t, double[] y, double[] dydt) {
        derivative.into(t, y, dydt);
      }
    };
  }
}
