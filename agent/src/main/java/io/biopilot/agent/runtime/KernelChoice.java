package io.biopilot.agent.runtime;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.neural.PlainKernels;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

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
  private static final long LEAST_NANOS = 100_000_000L;
  private static final long MOST_NANOS = 500_000_000L;

  /** Looks for other back ends on the class path and judges the first; takes up to one second. */
  public static KernelChoice choose() {
    try {
      for (Kernels candidate : ServiceLoader.load(Kernels.class)) {
        return judge(candidate);
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

  /** The candidate if it computes what plain Java does, and faster. */
  static KernelChoice judge(Kernels candidate) {
    Exercise plain = new Exercise(new PlainKernels());
    Exercise other = new Exercise(candidate);
    double difference = plain.differenceTo(other);
    if (!(difference <= AGREEMENT)) {
      return plain("%s differs from plain Java by %.1e".formatted(candidate.name(), difference));
    }
    double plainNanos = plain.nanosPerCall(0.0);
    double otherNanos = other.nanosPerCall(0.8 * plainNanos);
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

    /**
     * Fastest round; goes on until it is fast enough or the time is up, for the compiler's sake.
     */
    double nanosPerCall(double enough) {
      long begin = System.nanoTime();
      double best = Double.POSITIVE_INFINITY;
      long spent = 0;
      while (spent < LEAST_NANOS || (best > enough && spent < MOST_NANOS)) {
        long from = System.nanoTime();
        for (int i = 0; i < CALLS; i++) {
          run();
        }
        long now = System.nanoTime();
        best = Math.min(best, (now - from) / (double) CALLS);
        spent = now - begin;
      }
      return best;
    }
  }
}
