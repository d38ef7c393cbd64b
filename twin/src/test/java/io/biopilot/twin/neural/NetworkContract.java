package io.biopilot.twin.neural;

import static io.biopilot.twin.neural.Activation.IDENTITY;
import static io.biopilot.twin.neural.Activation.QUADRATIC;
import static io.biopilot.twin.neural.Activation.SILU;
import static io.biopilot.twin.neural.Activation.SOFTPLUS;
import static io.biopilot.twin.neural.Activation.TANH;
import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.testing.Allocation;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import io.biopilot.twin.linalg.Vec;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A scaled network with every smooth activation keeps the contract of smooth maps. */
public abstract class NetworkContract extends SmoothMapContract {
  protected abstract Kernels kernels();

  private Network network() {
    List<Layer> layers =
        List.of(
            new Layer(17, TANH),
            new Layer(9, SILU),
            new Layer(5, QUADRATIC),
            new Layer(6, SOFTPLUS),
            new Layer(2, IDENTITY));
    Scaling in = new Scaling(Vec.of(0.1, -0.2, 0.3), Vec.of(2.0, 0.5, 1.5));
    Scaling out = new Scaling(Vec.of(1.0, -1.0), Vec.of(3.0, 0.25));
    return Network.of(3, layers).withScaling(in, out).withKernels(kernels());
  }

  /** Runs all kernels of the network until they allocate nothing. */
  protected void warmUp() {
    Network network = network();
    SmoothMap.Workspace w = network.workspace(1);
    double[] p = network.initialWeights(1);
    double[] x = new double[3];
    double[] y = new double[2];
    double[] xbar = new double[3];
    double[] pbar = new double[p.length];
    double[] v = new double[3 + p.length];
    double[] out = new double[v.length];
    Allocation.bytesWhenWarm(
        () -> {
          network.valueInto(x, p, y, w);
          network.pushforwardInto(x, p, y, w);
          network.addPullback(y, xbar, pbar, w);
          network.addHessianVector(y, v, out, w);
        });
  }

  @Test
  void jacobiansAllocateNothing() {
    Network network = network();
    SmoothMap.Workspace w = network.workspace(1);
    double[] p = network.initialWeights(1);
    double[] x = {0.3, -0.1, 0.7};
    double[] byInput = new double[2 * 3];
    double[] byParameter = new double[2 * p.length];
    long bytes =
        Allocation.bytesWhenWarm(
            () -> {
              network.jacobianInto(x, p, byInput, w);
              network.parameterJacobianInto(x, p, byParameter, w);
            });
    assertThat(bytes).as("bytes allocated in 100 rounds").isZero();
  }

  @Override
  protected SmoothMap map() {
    return network();
  }

  @Override
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    double[] weights = network().initialWeights(random.nextLong());
    for (int i = 0; i < p.length; i++) {
      p[i] = weights[i] + 0.05 * random.nextGaussian();
    }
  }

  // Directions have 300 entries of size one and the third derivative of a five-layer network is
  // of order 1e3 along them: 1e-10 · 1e3 / 6, with a margin.
  @Override
  protected double differenceTolerance() {
    return 1e-5;
  }
}
