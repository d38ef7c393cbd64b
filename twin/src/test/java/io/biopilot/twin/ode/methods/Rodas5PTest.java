package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.Method;

class Rodas5PTest extends MethodContract {
  @Override
  Method method() {
    return new Rodas5P();
  }
}
