package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

/** A Runge-Kutta method that shows its coefficients, so that its steps can be differentiated. */
public interface Tabulated extends Method {

  /** The table that the stages of its steps obey. */
  ButcherTable coefficients();
}
