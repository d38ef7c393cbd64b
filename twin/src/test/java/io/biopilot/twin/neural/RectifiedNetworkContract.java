package io.biopilot.twin.neural;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A network of rectified units keeps the contract of smooth maps wherever no unit is at its kink.
 */
public abstract class RectifiedNetworkContract extends SmoothMapContract {
  /** Distance of every unit from its kink, far beyond the steps of differences. */
  private static final double CLEAR = 1e-2;

  protected abstract Kernels kernels();

  private Network network() {
    List<Layer> layers =
        List.of(
            new Layer(7, Activation.RELU),
            new Layer(5, Activation.RELU),
            new Layer(2, Activation.IDENTITY));
    return Network.of(3, layers).withKernels(kernels());
  }

  @Override
  protected SmoothMap map() {
    return network();
  }

  @Override
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    do {
      for (int i = 0; i < x.length; i++) {
        x[i] = random.nextGaussian();
      }
      double[] weights = network().initialWeights(random.nextLong());
      for (int i = 0; i < p.length; i++) {
        p[i] = weights[i] + 0.1 * random.nextGaussian();
      }
    } while (nearestKink(x, p) < CLEAR);
  }

  /** Smallest |z| of a rectified unit. */
  private static double nearestKink(double[] x, double[] p) {
    double nearest = Double.POSITIVE_INFINITY;
    double[] in = x;
    int offset = 0;
    for (int width : new int[] {7, 5}) {
      double[] out = new double[width];
      for (int j = 0; j < width; j++) {
        double z = p[offset + in.length * width + j];
        for (int k = 0; k < in.length; k++) {
          z += p[offset + k * width + j] * in[k];
        }
        nearest = Math.min(nearest, Math.abs(z));
        out[j] = Math.max(0.0, z);
      }
      offset += (in.length + 1) * width;
      in = out;
    }
    return nearest;
  }
}
