package io.biopilot.twin.neural;

/**
 * Activations and cotangents of many points, kept until their weight gradients are added as one
 * matrix product a layer.
 */
final class DeferredRows {
  /** So many that the rows of a layer of 64 stay in the first-level cache. */
  private static final int CAPACITY = 48;

  private final SharedWeights shared;
  private final double[][][] activations;
  private final double[][][] cotangents;
  private int count;

  DeferredRows(SharedWeights shared) {
    this.shared = shared;
    activations = new double[shared.layers.length][][];
    cotangents = new double[shared.layers.length][][];
  }

  /**
   * Keeps the point whose layer inputs and cotangents these are; exchanges the cotangents' rows.
   */
  void add(double[][][] inputs, double[][][] deltas, int row, double[] pbar) {
    if (activations[0] == null) {
      for (int l = 0; l < shared.layers.length; l++) {
        activations[l] = shared.rows(CAPACITY, shared.layers[l].inputs);
        cotangents[l] = shared.rows(CAPACITY, shared.layers[l].width);
      }
    }
    if (count == CAPACITY) {
      flush(pbar);
    }
    for (int l = 0; l < shared.layers.length; l++) {
      System.arraycopy(inputs[l][row], 0, activations[l][count], 0, shared.layers[l].inputs);
      double[] kept = deltas[l][row];
      deltas[l][row] = cotangents[l][count];
      cotangents[l][count] = kept;
    }
    count++;
  }

  void flush(double[] pbar) {
    if (count > 0) {
      for (int l = 0; l < shared.layers.length; l++) {
        LayerWeights layer = shared.layers[l];
        layer.dense.addGradient(count, activations[l], cotangents[l], pbar, layer.offset);
      }
      count = 0;
    }
  }
}
