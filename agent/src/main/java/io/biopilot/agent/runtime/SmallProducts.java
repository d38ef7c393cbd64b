package io.biopilot.agent.runtime;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * The back end of small products that this process plans with: vectors where this Java has them.
 * All give the same numbers to the last bit, so that nothing of the choice need be kept.
 */
public final class SmallProducts {
  private SmallProducts() {}

  /** The first on the class path that loads, else plain Java. */
  public static Panels best() {
    try {
      return ServiceLoader.load(Panels.class).findFirst().orElseGet(PlainPanels::new);
    } catch (ServiceConfigurationError | LinkageError absent) {
      return new PlainPanels();
    }
  }
}
