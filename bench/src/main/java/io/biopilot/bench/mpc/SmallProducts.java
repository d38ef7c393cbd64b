package io.biopilot.bench.mpc;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The back end of small products that a process uses: vectors where this Java has them. */
public final class SmallProducts {
  private SmallProducts() {}

  /** What the launcher's options make available. */
  public static Panels best() {
    try {
      return ServiceLoader.load(Panels.class).findFirst().orElseGet(PlainPanels::new);
    } catch (ServiceConfigurationError | LinkageError absent) {
      return new PlainPanels();
    }
  }
}
