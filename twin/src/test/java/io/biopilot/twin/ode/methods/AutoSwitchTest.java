package io.biopilot.twin.ode.methods;

import io.biopilot.twin.ode.AutoSwitch;
import io.biopilot.twin.ode.Method;

class AutoSwitchTest extends MethodContract {
  @Override
  Method method() {
    return AutoSwitch.of(new Tsit5(), new Rodas5P());
  }
}
