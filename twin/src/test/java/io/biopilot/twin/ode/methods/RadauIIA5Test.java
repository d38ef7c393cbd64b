package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class RadauIIA5Test extends MethodContract {
  @Override
  Method method() {
    return new RadauIIA5();
  }

  /** Its error reaches rounding soon. */
  @Override
  int[] stepCounts() {
    return new int[] {12, 16, 24, 32, 48};
  }
}
