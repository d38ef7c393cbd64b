package io.biopilot.bench.jmh;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.neural.PlainKernels;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Value and pullback of the network 8-64-64-8 with tanh. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NetworkBenchmark {
  /** Points at once. */
  @Param({"1", "32"})
  public int batch;

  /** Back end: the Vector API needs its module. */
  @Param({"plain", "vector"})
  public String kernels = "plain";

  private Network network = network();
  private SmoothMap.Workspace workspace = network.workspace(1);
  private double[] p = new double[0];
  private double[] x = new double[0];
  private double[] y = new double[0];
  private double[] xbar = new double[0];
  private double[] pbar = new double[0];

  static Network network() {
    return Network.of(8, Activation.TANH, List.of(64, 64), 8);
  }

  static Kernels kernels(String name) {
    return name.equals("plain")
        ? new PlainKernels()
        : ServiceLoader.load(Kernels.class).findFirst().orElseThrow();
  }

  /** Binds the weights and puts a point into the workspace. */
  @Setup
  public void prepare() {
    network = network().withKernels(kernels(kernels));
    workspace = network.workspace(batch);
    p = network.initialWeights(7);
    x =
        RandomGeneratorFactory.of("L64X128MixRandom")
            .create(11)
            .doubles(8L * batch, -1.0, 1.0)
            .toArray();
    y = new double[8 * batch];
    xbar = new double[8 * batch];
    pbar = new double[p.length];
    network.bindParameters(p, workspace);
    network.valueInto(x, p, y, workspace);
  }

  @Benchmark
  public double[] value() {
    network.valueInto(x, p, y, workspace);
    return y;
  }

  @Benchmark
  public double[] pullback() {
    network.addPullback(x, xbar, pbar, workspace);
    return pbar;
  }
}
