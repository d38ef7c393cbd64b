package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class EulerTest extends MethodContract {
  @Override
  Method method() {
    return new Euler();
  }
}
