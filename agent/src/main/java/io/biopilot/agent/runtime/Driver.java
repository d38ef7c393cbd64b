package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.simulators.serve.SimulatorServer;

/** What drives the demo's agent. */
@FunctionalInterface
public interface Driver {

  /** Estimator, controller and trainer for the configuration. */
  Brain brain(Config config);

  /**
   * Told of the plant when it stands, before the agent starts. Nothing that is to control a reactor
   * looks at it; studies of what perfect knowledge would be worth do.
   */
  default void plant(SimulatorServer plant) {}
}
