package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class Tsit5Test extends MethodContract {
  @Override
  Method method() {
    return new Tsit5();
  }
}
