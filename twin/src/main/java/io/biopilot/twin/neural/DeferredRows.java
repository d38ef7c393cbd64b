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
    activations = new double[shared.depth()][][];
    cotangents = new double[shared.depth()][][];
  }

  /**
   * Keeps the point whose layer inputs and cotangents these are; exchanges the cotangents' rows.
   */
  void add(double[][][] inputs, double[][][] deltas, int row, double[] pbar) {
    if (activations[0] == null) {
      for (int l = 0; l < shared.depth(); l++) {
        activations[l] = shared.rows(CAPACITY, shared.widths[l]);
        cotangents[l] = shared.rows(CAPACITY, shared.widths[l + 1]);
      }
    }
    if (count == CAPACITY) {
      flush(pbar);
    }
    for (int l = 0; l < shared.depth(); l++) {
      System.arraycopy(inputs[l][row], 0, activations[l][count], 0, shared.widths[l]);
      double[] kept = deltas[l][row];
      deltas[l][row] = cotangents[l][count];
      cotangents[l][count] = kept;
    }
    count++;
  }

  void flush(double[] pbar) {
    if (count > 0) {
      for (int l = 0; l < shared.depth(); l++) {
        shared.dense[l].addGradient(count, activations[l], cotangents[l], pbar, shared.offsets[l]);
      }
      count = 0;
    }
  }
}
