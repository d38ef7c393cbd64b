package io.biopilot.agent.runtime;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.neural.PlainKernels;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/**
 * The kernels that this process uses, chosen once at start: another back end than plain Java only
 * if this Java has it, it computes the same, and it is faster here. A vector back end on the wrong
 * machine is 25 times slower than plain Java.
 *
 * @param kernels to be passed to every network
 * @param reason for the journal and the log
 */
public record KernelChoice(Kernels kernels, String reason) {
  private static final double AGREEMENT = 1e-12;
  private static final int CALLS = 200;
  private static final long LEAST_NANOS = 200_000_000L;
  private static final long MOST_NANOS = 1_000_000_000L;

  /** The share of plain Java's time below which the candidate is not timed any longer. */
  private static final double CLEARLY_FASTER = 0.8;

  /** Looks for other back ends on the class path and judges the first; takes up to one second. */
  public static KernelChoice choose() {
    try {
      for (Kernels candidate : ServiceLoader.load(Kernels.class)) {
        return judge(candidate, System::nanoTime);
      }
    } catch (ServiceConfigurationError | LinkageError absent) {
      return plain("this Java runs without the module of the vector kernels");
    }
    return plain("no other kernels are on the class path");
  }

  /** The back end of this name, as a journal has it; plain Java where this machine lacks it. */
  public static Kernels named(String name) {
    try {
      for (Kernels candidate : ServiceLoader.load(Kernels.class)) {
        if (candidate.name().equals(name)) {
          return candidate;
        }
      }
    } catch (ServiceConfigurationError | LinkageError absent) {
      return new PlainKernels();
    }
    return new PlainKernels();
  }

  /**
   * The candidate if it computes what plain Java does, and faster. Rounds of both alternate, so
   * that neither is timed only while it is still interpreted or only while something else runs.
   *
   * @param nanos time, ns
   */
  static KernelChoice judge(Kernels candidate, LongSupplier nanos) {
    Exercise plain = new Exercise(new PlainKernels());
    Exercise other = new Exercise(candidate);
    double difference = plain.differenceTo(other);
    if (!(difference <= AGREEMENT)) {
      return plain("%s differs from plain Java by %.1e".formatted(candidate.name(), difference));
    }
    double plainNanos = Double.POSITIVE_INFINITY;
    double otherNanos = Double.POSITIVE_INFINITY;
    long begin = nanos.getAsLong();
    long spent = 0;
    while (spent < LEAST_NANOS
        || (otherNanos > CLEARLY_FASTER * plainNanos && spent < MOST_NANOS)) {
      plainNanos = Math.min(plainNanos, plain.nanosPerCall(nanos));
      otherNanos = Math.min(otherNanos, other.nanosPerCall(nanos));
      spent = nanos.getAsLong() - begin;
    }
    String figures =
        "%s %.1f µs, plain %.1f µs a gradient of the self-test"
            .formatted(candidate.name(), otherNanos / 1e3, plainNanos / 1e3);
    return otherNanos < plainNanos
        ? new KernelChoice(candidate, figures)
        : plain("the other kernels are slower here: " + figures);
  }

  private static KernelChoice plain(String reason) {
    return new KernelChoice(new PlainKernels(), reason);
  }

  /** Value and gradient of one network for one back end. */
  private static final class Exercise {
    private final Network network;
    private final SmoothMap.Workspace workspace;
    private final double[] p;
    private final double[] x = {0.3, -0.2, 0.9, -1.1, 0.5, 0.1, -0.7, 0.4};
    private final double[] y = new double[8];
    private final double[] xbar = new double[8];
    private final double[] pbar;

    Exercise(Kernels kernels) {
      network = Network.of(8, Activation.TANH, List.of(64, 64), 8).withKernels(kernels);
      p = network.initialWeights(1);
      pbar = new double[p.length];
      workspace = network.workspace(1);
      network.bindParameters(p, workspace);
    }

    void run() {
      network.valueInto(x, p, y, workspace);
      network.deferPullback(y, xbar, pbar, workspace);
    }

    double differenceTo(Exercise other) {
      run();
      other.run();
      network.flushPullback(pbar, workspace);
      other.network.flushPullback(other.pbar, other.workspace);
      double worst = 0.0;
      for (int i = 0; i < y.length; i++) {
        worst = Math.max(worst, Math.abs(y[i] - other.y[i]));
        worst = Math.max(worst, Math.abs(xbar[i] - other.xbar[i]));
      }
      for (int i = 0; i < p.length; i++) {
        worst = Math.max(worst, Math.abs(pbar[i] - other.pbar[i]));
      }
      return worst;
    }

    /** One round. */
    double nanosPerCall(LongSupplier nanos) {
      long from = nanos.getAsLong();
      for (int i = 0; i < CALLS; i++) {
        run();
      }
      return (nanos.getAsLong() - from) / (double) CALLS;
    }
  }
}
