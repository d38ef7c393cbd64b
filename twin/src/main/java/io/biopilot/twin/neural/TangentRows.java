package io.biopilot.twin.neural;

import io.biopilot.twin.neural.Kernels.Dense;

/** Rows for pushforwards, Jacobians and Hessian-vector products. */
final class TangentRows {
  final int rows;

  /** Tangent of the inputs (index 0) and of each layer's activation. */
  final double[][][] a;

  /** Tangent of each layer's z. */
  final double[][][] z;

  /** Cotangents, or the tangents of the cotangents. */
  final double[][][] delta;

  /** Cotangents of the inputs, or their tangents. */
  final double[][] inputBar;

  /** A direction in weight space, packed as weights are. */
  final Dense[] direction;

  /** Three rows as wide as the widest layer. */
  final double[][] work;

  TangentRows(SharedWeights shared, int rows) {
    this.rows = rows;
    int depth = shared.layers.length;
    a = new double[depth + 1][][];
    z = new double[depth][][];
    delta = new double[depth][][];
    direction = new Dense[depth];
    a[0] = shared.rows(rows, shared.inputs);
    inputBar = shared.rows(rows, shared.inputs);
    int widest = shared.inputs;
    for (int l = 0; l < depth; l++) {
      int width = shared.layers[l].width;
      widest = Math.max(widest, width);
      a[l + 1] = shared.rows(rows, width);
      z[l] = shared.rows(rows, width);
      delta[l] = shared.rows(rows, width);
      direction[l] = shared.kernels.dense(shared.layers[l].inputs, width);
    }
    work = shared.rows(3, widest);
  }
}
