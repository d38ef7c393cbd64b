package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Stepper;
import java.util.List;

/**
 * y⁺ = y + h f(t, y), with fixed steps: a residual network is this method on its layer's map (Haber
 * and Ruthotto, Inverse Problems 34 (2018) 014004).
 */
public record Euler() implements Method {

  private static final ButcherTable TABLE =
      new ButcherTable(List.of(Vec.of()), Vec.of(1.0), Vec.of(), Vec.of(0.0), List.of(Vec.of(1.0)));

  /** The coefficients. */
  public static ButcherTable table() {
    return TABLE;
  }

  @Override
  public String name() {
    return "Euler";
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public int denseOrder() {
    return 1;
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
