package io.biopilot.mpc.transcription;

import io.biopilot.twin.linalg.PaddedProduct;
import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;

/** Scratch arrays of the second-order sweep, shared by all evaluations of one interval's shape. */
final class CurvatureScratch {

  private final MapPoint.Columns columns;
  private final double[] inner;
  private final double[] product;
  private final Panels.Transposed transposed;
  private final PaddedProduct[] products;

  CurvatureScratch(MapPoint.Columns columns, int mostInputs, Panels panels) {
    this.columns = columns;
    inner = new double[mostInputs * mostInputs];
    product = new double[Math.max(1, columns.states()) * columns.leading()];
    transposed = panels.transposed(columns.states(), columns.count(), columns.count());
    products = new PaddedProduct[mostInputs + 1];
  }

  /** A zero matrix of that size, lower triangle to be filled. */
  double[] inner(int inputs) {
    Arrays.fill(inner, 0, inputs * inputs, 0.0);
    return inner;
  }

  /** Gxx Y. */
  double[] product(int inputs, double[] sensitivity, double[] g) {
    PaddedProduct multiply = products[inputs];
    if (multiply == null) {
      multiply = new PaddedProduct(columns.states(), columns.states(), inputs, columns.leading());
      products[inputs] = multiply;
    }
    multiply.into(g, sensitivity, product);
    return product;
  }

  /** out (lower) += Yᵀ M. */
  void addTransposed(double[] sensitivity, double[] m, double[] out) {
    transposed.addLower(sensitivity, m, out);
  }
}
