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

  /**
   * What goes with these kernels of networks: the best, unless they use vectors of another width.
   * Where one process has both, C2 keeps the sums of whichever it compiles second as objects.
   *
   * @param kernel name of the kernels
   */
  public static Panels beside(String kernel) {
    Panels plain = new PlainPanels();
    Panels best = best();
    return kernel.equals(plain.name()) || kernel.equals(best.name()) ? best : plain;
  }

  /** The first on the class path that loads, else plain Java. */
  public static Panels best() {
    try {
      return ServiceLoader.load(Panels.class).findFirst().orElseGet(PlainPanels::new);
    } catch (ServiceConfigurationError | LinkageError absent) {
      return new PlainPanels();
    }
  }
}
