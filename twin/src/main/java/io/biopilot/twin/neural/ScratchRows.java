package io.biopilot.twin.neural;

import org.jspecify.annotations.Nullable;

/** Rows that are needed during one call only, shared by all siblings. */
final class ScratchRows {
  /** Cotangents dz of each layer. */
  final double[][][] delta;

  /** Cotangents of the network's (scaled) inputs. */
  final double[][] inputBar;

  private final SharedWeights shared;
  private @Nullable TangentRows tangents;

  ScratchRows(SharedWeights shared, int batch) {
    this.shared = shared;
    delta = new double[shared.layers.length][][];
    for (int l = 0; l < shared.layers.length; l++) {
      delta[l] = shared.rows(batch, shared.layers[l].width);
    }
    inputBar = shared.rows(batch, shared.inputs);
  }

  /** Tangent rows, made at first use: most workspaces never push forward. */
  TangentRows tangents(int rows) {
    TangentRows made = tangents;
    if (made == null || made.rows < rows) {
      made = new TangentRows(shared, rows);
      tangents = made;
    }
    return made;
  }
}
