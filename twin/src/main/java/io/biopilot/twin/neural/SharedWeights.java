package io.biopilot.twin.neural;

import io.biopilot.twin.neural.Kernels.Dense;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a workspace and its siblings have in common: packed weights, scratch rows, deferred rows.
 */
final class SharedWeights {
  final Network network;
  final Kernels kernels;
  final Layer[] layers;
  final int[] widths;
  final int[] offsets;
  final Dense[] dense;
  final double[] inputShift;

  /** Reciprocals of the input scaling's scales. */
  final double[] inputScale;

  final double[] outputShift;
  final double[] outputScale;
  final DeferredRows deferred;
  final ScratchRows scratch;

  /** Largest Σₖ|wₖⱼ| over the outputs j of a layer, and largest |bⱼ|: bound |z|. */
  private final double[] columnNorm;

  final double[] biasNorm;

  /** Largest |wₖⱼ| over the outputs j of the first layer, by input k. */
  final double[] inputReach;

  private final double[] sums;
  private double @Nullable [] bound;

  SharedWeights(Network network, int batch) {
    this.network = network;
    kernels = network.kernels();
    int depth = network.layers().size();
    layers = network.layers().toArray(Layer[]::new);
    widths = new int[depth + 1];
    offsets = new int[depth + 1];
    dense = new Dense[depth];
    int widest = network.inputs();
    widths[0] = network.inputs();
    for (int l = 0; l < depth; l++) {
      widths[l + 1] = layers[l].width();
      offsets[l + 1] = network.offsetOf(l + 1);
      dense[l] = kernels.dense(widths[l], widths[l + 1]);
      widest = Math.max(widest, widths[l + 1]);
    }
    columnNorm = new double[depth];
    biasNorm = new double[depth];
    sums = new double[widest];
    inputReach = new double[network.inputs()];
    inputShift = network.inputScaling().shift().toArray();
    inputScale = network.inputScaling().scale().toArray();
    for (int i = 0; i < inputScale.length; i++) {
      inputScale[i] = 1.0 / inputScale[i];
    }
    outputShift = network.outputScaling().shift().toArray();
    outputScale = network.outputScaling().scale().toArray();
    deferred = new DeferredRows(this);
    scratch = new ScratchRows(this, batch);
  }

  int depth() {
    return layers.length;
  }

  double[][] rows(int count, int width) {
    double[][] rows = new double[count][];
    for (int r = 0; r < count; r++) {
      rows[r] = kernels.row(width);
    }
    return rows;
  }

  void bind(double[] p) {
    load(p);
    bound = p;
  }

  /** Packs p unless it is the bound array. */
  void ensure(double[] p) {
    if (p != bound) {
      load(p);
      bound = null;
    }
  }

  private void load(double[] p) {
    if (p.length != offsets[depth()]) {
      throw new IllegalArgumentException(
          "the network has %d weights, got %d".formatted(offsets[depth()], p.length));
    }
    for (int l = 0; l < depth(); l++) {
      dense[l].load(p, offsets[l]);
      measure(p, l);
    }
  }

  private void measure(double[] p, int l) {
    int n = widths[l + 1];
    Arrays.fill(sums, 0, n, 0.0);
    int o = offsets[l];
    for (int k = 0; k < widths[l]; k++, o += n) {
      for (int j = 0; j < n; j++) {
        sums[j] += Math.abs(p[o + j]);
      }
    }
    double column = 0.0;
    double bias = 0.0;
    for (int j = 0; j < n; j++) {
      column = Math.max(column, sums[j]);
      bias = Math.max(bias, Math.abs(p[o + j]));
    }
    columnNorm[l] = column;
    biasNorm[l] = bias;
    if (l == 0) {
      measureReach(p);
    }
  }

  private void measureReach(double[] p) {
    int n = widths[1];
    for (int k = 0; k < inputReach.length; k++) {
      double reach = 0.0;
      for (int j = 0; j < n; j++) {
        reach = Math.max(reach, Math.abs(p[offsets[0] + k * n + j]));
      }
      inputReach[k] = reach;
    }
  }

  /** A bound of the layer's |z| where its inputs are at most {@code inputBound}. */
  double preactivationBound(int layer, double inputBound) {
    return columnNorm[layer] * inputBound + biasNorm[layer];
  }

  /** a = σ(z), by the kernel where it is exact, entry by entry beyond. */
  void activate(int layer, double bound, double[] z, double[] a) {
    Activation activation = layers[layer].activation();
    int n = widths[layer + 1];
    if (bound <= Kernels.ACTIVATION_RANGE) {
      kernels.activate(activation, n, z, a);
    } else {
      for (int j = 0; j < n; j++) {
        a[j] = activation.value(z[j]);
      }
    }
  }

  /** s = σ′(z) and c = σ″(z) for the layer's entries. */
  void slopeAndCurvatureInto(int layer, double[] z, double[] a, double[] s, double[] c) {
    Activation activation = layers[layer].activation();
    for (int j = 0; j < widths[layer + 1]; j++) {
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
