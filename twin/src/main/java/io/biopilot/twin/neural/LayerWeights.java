package io.biopilot.twin.neural;

import java.util.Arrays;

/**
 * One layer of a network: its weights as the back end packs them, and how large z can get. The
 * weights change in place.
 */
final class LayerWeights {
  final int inputs;
  final int width;
  final Activation activation;

  /** Where the layer's weights begin in p. */
  final int offset;

  final Kernels.Dense dense;
  private final Kernels kernels;
  private final double[] sums;

  /** Largest Σₖ|wₖⱼ| over the outputs j, and largest |bⱼ|. */
  private double columnNorm;

  private double biasNorm;

  LayerWeights(Network network, int layer) {
    inputs = network.inputsOf(layer);
    width = network.layers().get(layer).width();
    activation = network.layers().get(layer).activation();
    offset = network.offsetOf(layer);
    kernels = network.kernels();
    dense = kernels.dense(inputs, width);
    sums = new double[width];
  }

  void load(double[] p) {
    dense.load(p, offset);
    Arrays.fill(sums, 0.0);
    int o = offset;
    for (int k = 0; k < inputs; k++, o += width) {
      for (int j = 0; j < width; j++) {
        sums[j] += Math.abs(p[o + j]);
      }
    }
    columnNorm = 0.0;
    biasNorm = 0.0;
    for (int j = 0; j < width; j++) {
      columnNorm = Math.max(columnNorm, sums[j]);
      biasNorm = Math.max(biasNorm, Math.abs(p[o + j]));
    }
  }

  /** reach[k] = largest |wₖⱼ| over the outputs j. */
  void reachInto(double[] p, double[] reach) {
    for (int k = 0; k < inputs; k++) {
      double largest = 0.0;
      for (int j = 0; j < width; j++) {
        largest = Math.max(largest, Math.abs(p[offset + k * width + j]));
      }
      reach[k] = largest;
    }
  }

  /** A bound of |z| where |Wᵀx| is at most {@code bound}. */
  double withBias(double bound) {
    return bound + biasNorm;
  }

  /** A bound of |z| where the layer's inputs are at most {@code bound}. */
  double preactivationBound(double bound) {
    return columnNorm * bound + biasNorm;
  }

  /**
   * a = σ(z) for the first rows, where |z| is at most {@code bound}: by the kernel where it is
   * exact, entry by entry beyond and where the bound is not a number.
   */
  void activate(int rows, double bound, double[][] z, double[][] a) {
    if (activation == Activation.IDENTITY) {
      return;
    }
    if (bound <= Kernels.ACTIVATION_RANGE) {
      for (int r = 0; r < rows; r++) {
        kernels.activate(activation, width, z[r], a[r]);
      }
    } else {
      for (int r = 0; r < rows; r++) {
        activateEach(z[r], a[r]);
      }
    }
  }

  private void activateEach(double[] z, double[] a) {
    for (int j = 0; j < width; j++) {
      a[j] = activation.value(z[j]);
    }
  }

  /** d ← d σ′(z). */
  void multiplyBySlope(double[] z, double[] a, double[] d) {
    if (activation != Activation.IDENTITY) {
      kernels.multiplyBySlope(activation, width, z, a, d);
    }
  }

  /** s = σ′(z) and c = σ″(z). */
  void slopeAndCurvatureInto(double[] z, double[] a, double[] s, double[] c) {
    for (int j = 0; j < width; j++) {
      if (activation == Activation.TANH) {
        s[j] = 1.0 - a[j] * a[j];
        c[j] = -2.0 * a[j] * s[j];
      } else {
        s[j] = activation.slope(z[j]);
        c[j] = activation.curvature(z[j]);
      }
    }
  }
}
