package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class Kvaerno5Test extends MethodContract {
  @Override
  Method method() {
    return new Kvaerno5();
  }
}
