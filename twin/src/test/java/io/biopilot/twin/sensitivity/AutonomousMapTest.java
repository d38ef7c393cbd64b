package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import java.util.List;

/** A network of the state alone keeps the contract with the time as one more input. */
class AutonomousMapTest extends SmoothMapContract {
  @Override
  protected SmoothMap map() {
    return new AutonomousMap(Network.of(3, Activation.TANH, List.of(5), 2));
  }

  @Override
  protected boolean servesBatches() {
    return false;
  }
}
