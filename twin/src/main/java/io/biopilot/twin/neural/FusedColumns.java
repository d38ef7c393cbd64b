package io.biopilot.twin.neural;

/**
 * Sums of several columns in one pass, in the forms that C2 turns into vector code: up to six
 * columns onto one sum, three columns onto three sums; more of either, or a flat array with an
 * offset, stays scalar (measured on Java 17).
 *
 * <p>The two long methods make two such passes, unrolled by hand beyond 325 bytecodes, so that each
 * stays a compilation unit of its own: inlined into an outer loop, their loops are vectorised only
 * sometimes.
 */
final class FusedColumns {
  private FusedColumns() {}

  /** y += Σᵢ x[k + i] columns[c + i], i below count; n entries. */
  static void add(int n, double[] y, double[] x, int k, double[][] columns, int c, int count) {
    int i = 0;
    for (; i + 12 <= count; i += 12) {
      addTwelve(n, y, x, k + i, columns, c + i);
    }
    for (; i + 4 <= count; i += 4) {
      addFour(n, y, x, k + i, columns, c + i);
    }
    for (; i < count; i++) {
      addOne(n, y, x[k + i], columns[c + i]);
    }
  }

  /** y += x c for n entries. */
  static void addOne(int n, double[] y, double x, double[] c) {
    for (int i = 0; i < n; i++) {
      y[i] = Math.fma(x, c[i], y[i]);
    }
  }

  private static void addFour(int n, double[] y, double[] x, int k, double[][] columns, int c) {
    double x0 = x[k];
    double x1 = x[k + 1];
    double x2 = x[k + 2];
    double x3 = x[k + 3];
    double[] c0 = columns[c];
    double[] c1 = columns[c + 1];
    double[] c2 = columns[c + 2];
    double[] c3 = columns[c + 3];
    for (int i = 0; i < n; i++) {
      y[i] =
          Math.fma(x3, c3[i], Math.fma(x2, c2[i], Math.fma(x1, c1[i], Math.fma(x0, c0[i], y[i]))));
    }
  }

  private static void addTwelve(int n, double[] y, double[] x, int k, double[][] columns, int c) {
    double x0 = x[k];
    double x1 = x[k + 1];
    double x2 = x[k + 2];
    double x3 = x[k + 3];
    double x4 = x[k + 4];
    double x5 = x[k + 5];
    double[] c0 = columns[c];
    double[] c1 = columns[c + 1];
    double[] c2 = columns[c + 2];
    double[] c3 = columns[c + 3];
    double[] c4 = columns[c + 4];
    double[] c5 = columns[c + 5];
    for (int i = 0; i < n; i++) {
      double s = Math.fma(x2, c2[i], Math.fma(x1, c1[i], Math.fma(x0, c0[i], y[i])));
      y[i] = Math.fma(x5, c5[i], Math.fma(x4, c4[i], Math.fma(x3, c3[i], s)));
    }
    double x6 = x[k + 6];
    double x7 = x[k + 7];
    double x8 = x[k + 8];
    double x9 = x[k + 9];
    double x10 = x[k + 10];
    double x11 = x[k + 11];
    double[] c6 = columns[c + 6];
    double[] c7 = columns[c + 7];
    double[] c8 = columns[c + 8];
    double[] c9 = columns[c + 9];
    double[] c10 = columns[c + 10];
    double[] c11 = columns[c + 11];
    for (int i = 0; i < n; i++) {
      double s = Math.fma(x8, c8[i], Math.fma(x7, c7[i], Math.fma(x6, c6[i], y[i])));
      y[i] = Math.fma(x11, c11[i], Math.fma(x10, c10[i], Math.fma(x9, c9[i], s)));
    }
  }

  /** sums[s + i] += Σⱼ factors[6 i + j] columns[c + j], i below 3, j below 6. */
  static void addSixToThree(
      int n, double[][] sums, int s, double[] factors, double[][] columns, int c) {
    double[] y0 = sums[s];
    double[] y1 = sums[s + 1];
    double[] y2 = sums[s + 2];
    double[] c0 = columns[c];
    double[] c1 = columns[c + 1];
    double[] c2 = columns[c + 2];
    double f00 = factors[0];
    double f01 = factors[1];
    double f02 = factors[2];
    double f10 = factors[6];
    double f11 = factors[7];
    double f12 = factors[8];
    double f20 = factors[12];
    double f21 = factors[13];
    double f22 = factors[14];
    for (int i = 0; i < n; i++) {
      double v0 = c0[i];
      double v1 = c1[i];
      double v2 = c2[i];
      double s0 = Math.fma(f02, v2, Math.fma(f01, v1, Math.fma(f00, v0, y0[i])));
      double s1 = Math.fma(f12, v2, Math.fma(f11, v1, Math.fma(f10, v0, y1[i])));
      double s2 = Math.fma(f22, v2, Math.fma(f21, v1, Math.fma(f20, v0, y2[i])));
      y0[i] = s0;
      y1[i] = s1;
      y2[i] = s2;
    }
    double[] c3 = columns[c + 3];
    double[] c4 = columns[c + 4];
    double[] c5 = columns[c + 5];
    double f03 = factors[3];
    double f04 = factors[4];
    double f05 = factors[5];
    double f13 = factors[9];
    double f14 = factors[10];
    double f15 = factors[11];
    double f23 = factors[15];
    double f24 = factors[16];
    double f25 = factors[17];
    for (int i = 0; i < n; i++) {
      double v3 = c3[i];
      double v4 = c4[i];
      double v5 = c5[i];
      double s0 = Math.fma(f05, v5, Math.fma(f04, v4, Math.fma(f03, v3, y0[i])));
      double s1 = Math.fma(f15, v5, Math.fma(f14, v4, Math.fma(f13, v3, y1[i])));
      double s2 = Math.fma(f25, v5, Math.fma(f24, v4, Math.fma(f23, v3, y2[i])));
      y0[i] = s0;
      y1[i] = s1;
      y2[i] = s2;
    }
  }

  /** y += Σᵣ rows[r], r below count; n entries. */
  static void addRows(int n, double[] y, double[][] rows, int count) {
    int r = 0;
    for (; r + 4 <= count; r += 4) {
      addFourRows(n, y, rows, r);
    }
    for (; r < count; r++) {
      addOne(n, y, 1.0, rows[r]);
    }
  }

  private static void addFourRows(int n, double[] y, double[][] rows, int r) {
    double[] c0 = rows[r];
    double[] c1 = rows[r + 1];
    double[] c2 = rows[r + 2];
    double[] c3 = rows[r + 3];
    for (int i = 0; i < n; i++) {
      y[i] += (c0[i] + c1[i]) + (c2[i] + c3[i]);
    }
  }
}
