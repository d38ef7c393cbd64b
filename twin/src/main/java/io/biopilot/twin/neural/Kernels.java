package io.biopilot.twin.neural;

/**
 * The arithmetic of dense layers. Chosen once by the program that starts and passed in; all back
 * ends give the same numbers up to rounding.
 *
 * <p>Points are rows: {@code x[r]} holds the activations of point r in its first entries. Row
 * arrays are made by {@link #row} (padded as the back end likes; the padding is never read as
 * data). Kernels allocate nothing.
 */
public interface Kernels {

  /** Largest |z| for which {@link #activate} must be exact; beyond it callers go entry by entry. */
  double ACTIVATION_RANGE = 500.0;

  /**
   * Keeps a/z defined at z = 0 without a branch: (a + TINY/2) / (z + TINY) is σ(z)/z of the SiLU.
   */
  double TINY = 0x1p-1000;

  /** What the journal and the benchmarks call this back end. */
  String name();

  /** A zeroed row for a layer of the width. */
  double[] row(int width);

  /** Memory for one layer's weights. */
  Dense dense(int inputs, int outputs);

  /** a = σ(z) for the first n entries, |z| ≤ {@link #ACTIVATION_RANGE}; z and a may be the same. */
  void activate(Activation activation, int n, double[] z, double[] a);

  /** d ← d · σ′(z) for the first n entries, given z and a = σ(z). */
  void multiplyBySlope(Activation activation, int n, double[] z, double[] a, double[] d);

  /** The weights of one layer, packed as the back end likes. Used by one thread at a time. */
  interface Dense {

    /** Packs W (inputs × outputs, row-major) and the bias found at the offset of p. */
    void load(double[] p, int offset);

    /** y[r] = b + Wᵀ x[r] for the first rows. */
    void applyInto(int rows, double[][] x, double[][] y);

    /** y[r] = Wᵀ x[r], without the bias: tangents. */
    void linearInto(int rows, double[][] x, double[][] y);

    /** xbar[r] = W ybar[r]: cotangents. */
    void transposedInto(int rows, double[][] ybar, double[][] xbar);

    /** pbar at the offset += Σᵣ x[r] ybar[r]ᵀ for W, then += Σᵣ ybar[r] for the bias. */
    void addGradient(int rows, double[][] x, double[][] ybar, double[] pbar, int offset);
  }
}
