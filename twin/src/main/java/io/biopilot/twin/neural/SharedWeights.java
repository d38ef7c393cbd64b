package io.biopilot.twin.neural;

import org.jspecify.annotations.Nullable;

/**
 * What a workspace and its siblings have in common: packed weights, scratch rows, deferred rows.
 */
final class SharedWeights {
  final Kernels kernels;
  final int inputs;
  final int outputs;
  final LayerWeights[] layers;
  final double[] inputShift;

  /** Reciprocals of the input scaling's scales. */
  final double[] inputScale;

  final double[] outputShift;
  final double[] outputScale;
  final DeferredRows deferred;
  final ScratchRows scratch;

  /** Largest |wₖⱼ| over the outputs j of the first layer, by input k. */
  final double[] inputReach;

  private final int weights;
  private double @Nullable [] bound;

  SharedWeights(Network network, int batch) {
    kernels = network.kernels();
    inputs = network.inputs();
    outputs = network.outputs();
    weights = network.weights();
    layers = new LayerWeights[network.layers().size()];
    for (int l = 0; l < layers.length; l++) {
      layers[l] = new LayerWeights(network, l);
    }
    inputReach = new double[inputs];
    inputShift = network.inputScaling().shift().toArray();
    inputScale = network.inputScaling().scale().toArray();
    for (int i = 0; i < inputs; i++) {
      inputScale[i] = 1.0 / inputScale[i];
    }
    outputShift = network.outputScaling().shift().toArray();
    outputScale = network.outputScaling().scale().toArray();
    deferred = new DeferredRows(this);
    scratch = new ScratchRows(this, batch);
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
    if (p.length != weights) {
      throw new IllegalArgumentException(
          "the network has %d weights, got %d".formatted(weights, p.length));
    }
    for (LayerWeights layer : layers) {
      layer.load(p);
    }
    layers[0].reachInto(p, inputReach);
  }
}
