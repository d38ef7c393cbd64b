package io.biopilot.twin.linalg;

/**
 * Two rows by four columns of a product, held in registers: eight sums keep both multiply-add units
 * busy at a latency of four cycles.
 *
 * <p>Row i of the left factor begins at i · rowStep and goes on by innerStep, so that a matrix and
 * its transpose are one and the same to it.
 */
final class PlainTile {

  private final int inner;
  private final int rowStep;
  private final int innerStep;
  private final int leading;

  /**
   * @param leading dimension of the right factor and of the product
   */
  PlainTile(int inner, int rowStep, int innerStep, int leading) {
    this.inner = inner;
    this.rowStep = rowStep;
    this.innerStep = innerStep;
    this.leading = leading;
  }

  /** Adds to rows i and i1, which may be the same one, the product's columns j to j + 3. */
  void add(double[] a, int i, int i1, double[] b, int j, double[] out) {
    int o = i * leading + j;
    int o1 = i1 * leading + j;
    double c00 = out[o], c01 = out[o + 1], c02 = out[o + 2], c03 = out[o + 3];
    double c10 = out[o1], c11 = out[o1 + 1], c12 = out[o1 + 2], c13 = out[o1 + 3];
    int p = i * rowStep;
    int p1 = i1 * rowStep;
    for (int k = 0, q = j; k < inner; k++, p += innerStep, p1 += innerStep, q += leading) {
      double a0 = a[p];
      double a1 = a[p1];
      double b0 = b[q];
      double b1 = b[q + 1];
      double b2 = b[q + 2];
      double b3 = b[q + 3];
      c00 = Math.fma(a0, b0, c00);
      c01 = Math.fma(a0, b1, c01);
      c02 = Math.fma(a0, b2, c02);
      c03 = Math.fma(a0, b3, c03);
      c10 = Math.fma(a1, b0, c10);
      c11 = Math.fma(a1, b1, c11);
      c12 = Math.fma(a1, b2, c12);
      c13 = Math.fma(a1, b3, c13);
    }
    out[o] = c00;
    out[o + 1] = c01;
    out[o + 2] = c02;
    out[o + 3] = c03;
    out[o1] = c10;
    out[o1 + 1] = c11;
    out[o1 + 2] = c12;
    out[o1 + 3] = c13;
  }
}
