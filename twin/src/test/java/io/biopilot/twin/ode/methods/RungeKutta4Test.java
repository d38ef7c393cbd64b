package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class RungeKutta4Test extends MethodContract {
  @Override
  Method method() {
    return new RungeKutta4();
  }
}
