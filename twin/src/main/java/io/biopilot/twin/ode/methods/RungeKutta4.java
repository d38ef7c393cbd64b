package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import java.util.List;

/**
 * The classical method of order 4 (Kutta 1901), with fixed steps; dense output of order 3 (Hairer,
 * Nørsett, Wanner 1993, §II.6, eq. 6.3 ff.).
 */
public record RungeKutta4() implements Method {

  private static final ButcherTable TABLE =
      new ButcherTable(
          List.of(Vec.of(), Vec.of(0.5), Vec.of(0.0, 0.5), Vec.of(0.0, 0.0, 1.0)),
          Vec.of(1.0 / 6.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0),
          Vec.of(),
          Vec.of(0.0, 0.5, 0.5, 1.0),
          List.of(
              Vec.of(1.0, -1.5, 2.0 / 3.0),
              Vec.of(0.0, 1.0, -2.0 / 3.0),
              Vec.of(0.0, 1.0, -2.0 / 3.0),
              Vec.of(0.0, -0.5, 2.0 / 3.0)));

  /** The coefficients. */
  public static ButcherTable table() {
    return TABLE;
  }

  @Override
  public String name() {
    return "RungeKutta4";
  }

  @Override
  public int order() {
    return 4;
  }

  @Override
  public int denseOrder() {
    return 3;
  }

  @Override
  public boolean adaptive() {
    return false;
  }

  @Override
  public Stepper stepper(int dimension) {
    return new ExplicitStepper(this, TABLE, 0, dimension);
  }
}
