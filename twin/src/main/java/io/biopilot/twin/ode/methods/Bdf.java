package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;

/**
 * Numerical differentiation formulas of order 1 to 5 with quasi-constant steps: backward
 * differentiation formulas with a term that lowers the error constant. One evaluation of f or two a
 * step and rare factorisations: the choice for large or costly stiff fields at moderate tolerance.
 *
 * <p>Its sequence of steps depends on the past, so that there is no discrete adjoint of it.
 *
 * <p>Source: L. F. Shampine and M. W. Reichelt, The MATLAB ODE suite, SIAM J. Sci. Comput. 18
 * (1997) 1-22, §2 (formulas, κ of table 1); E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary
 * Differential Equations I (1993), §III.1 (backward differences).
 *
 * @param accuracy how exactly a step's equation is solved, as a fraction of the tolerance
 * @param maxOrder highest order used, 1 to 5; at most 2 for lightly damped oscillations (higher
 *     orders are not A-stable)
 */
public record Bdf(double accuracy, int maxOrder) implements Method {

  public Bdf {
    if (!(accuracy > 0.0 && accuracy < 1.0)) {
      throw new IllegalArgumentException(
          "accuracy must lie between 0 and 1 (both excluded), got %s; 0.05 is usual"
              .formatted(accuracy));
    }
    if (maxOrder < 1 || maxOrder > BdfFormulas.MAX_ORDER) {
      throw new IllegalArgumentException(
          "the highest order must lie between 1 and %d, got %d"
              .formatted(BdfFormulas.MAX_ORDER, maxOrder));
    }
  }

  /** Equations solved to a twentieth of the tolerance, all orders. */
  public Bdf() {
    this(0.05, BdfFormulas.MAX_ORDER);
  }

  @Override
  public String name() {
    return "Bdf";
  }

  @Override
  public int order() {
    return maxOrder;
  }

  @Override
  public int denseOrder() {
    return maxOrder;
  }

  @Override
  public Stepper stepper(int dimension) {
    return new BdfStepper(this, dimension);
  }
}
