package io.biopilot.bench.numeric;

import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The kernels to be measured, whether or not the self-test would take them. */
final class Backends {
  static final String PLAIN = "plain";
  static final String VECTOR = "vector";

  private Backends() {}

  /** Kernels on the Vector API, if this Java has it. */
  static Optional<Kernels> vector() {
    try {
      return ServiceLoader.load(Kernels.class).findFirst();
    } catch (ServiceConfigurationError | LinkageError absent) {
      return Optional.empty();
    }
  }

  static Kernels named(String name) {
    return name.equals(PLAIN) ? new PlainKernels() : vector().orElseThrow();
  }
}
