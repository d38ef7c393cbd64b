package io.biopilot.twin.linalg;

/**
 * Products of small row-major matrices whose rows are padded to a multiple of four numbers, the
 * padding being zero: what recursions over the stages of a control problem consist of.
 *
 * <p>Plain Java ({@link PlainPanels}) is the default; other back ends do the same operations in the
 * same order, so that results are equal to the last bit. Chosen by the shell.
 */
public interface Panels {

  /** Short name for logs, e.g. "plain" or "vector256". */
  String name();

  /** Products with Aᵀ where A is inner × rows and, where there is a B, that is inner × columns. */
  Transposed transposed(int inner, int rows, int columns);

  /** The next multiple of four. */
  static int padded(int size) {
    return (size + 3) & ~3;
  }

  /** The next even number. */
  static int even(int size) {
    return (size + 1) & ~1;
  }

  /**
   * Aᵀ times something, for one set of sizes. Each sum runs over the inner index in its order, by
   * fused multiply-adds. Leading dimensions are the padded widths; nothing is kept between calls.
   */
  interface Transposed {

    /** out = Aᵀ B; out has an even number of rows, padded ones included, and the width of B. */
    void into(double[] a, double[] b, double[] out);

    /** out += Aᵀ B in the blocks of four columns that touch the lower triangle. */
    void addLower(double[] a, double[] b, double[] out);

    /**
     * y += Aᵀ x for y with the padded length of A's rows.
     *
     * @param at where x begins in its array
     */
    void addTimes(double[] a, double[] x, int at, double[] y);
  }
}
