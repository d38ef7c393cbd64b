package io.biopilot.twin.neural;

/**
 * A scalar function applied to each entry of a layer, with its first two derivatives. The scalar
 * forms here are the reference for the kernels and are right for every finite argument.
 */
public enum Activation {
  /** σ(z) = z. */
  IDENTITY {
    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double slope(double z) {
      return 1.0;
    }

    @Override
    public double curvature(double z) {
      return 0.0;
    }
  },
  /** σ(z) = tanh z. */
  TANH {
    @Override
    public double value(double z) {
      return Math.tanh(z);
    }

    @Override
    public double slope(double z) {
      double t = Math.tanh(z);
      return 1.0 - t * t;
    }

    @Override
    public double curvature(double z) {
      double t = Math.tanh(z);
      return -2.0 * t * (1.0 - t * t);
    }
  },
  /** σ(z) = ln(1 + eᶻ), written so that neither side overflows. */
  SOFTPLUS {
    @Override
    public double value(double z) {
      return Math.max(z, 0.0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    @Override
    public double slope(double z) {
      return logistic(z);
    }

    @Override
    public double curvature(double z) {
      double s = logistic(z);
      return s * (1.0 - s);
    }
  },
  /** σ(z) = z / (1 + e⁻ᶻ). Elfwing et al. 2018. */
  SILU {
    @Override
    public double value(double z) {
      return z * logistic(z);
    }

    @Override
    public double slope(double z) {
      double s = logistic(z);
      return s * (1.0 + z * (1.0 - s));
    }

    @Override
    public double curvature(double z) {
      double s = logistic(z);
      return s * (1.0 - s) * (2.0 + z * (1.0 - 2.0 * s));
    }
  },
  /** σ(z) = max(z, 0); its slope at 0 is taken as 0. Not smooth: not for right-hand sides. */
  RELU {
    @Override
    public double value(double z) {
      return z > 0.0 ? z : 0.0;
    }

    @Override
    public double slope(double z) {
      return z > 0.0 ? 1.0 : 0.0;
    }

    @Override
    public double curvature(double z) {
      return 0.0;
    }
  },
  /** σ(z) = z²: one such layer between linear ones is exactly any polynomial of degree two. */
  QUADRATIC {
    @Override
    public double value(double z) {
      return z * z;
    }

    @Override
    public double slope(double z) {
      return 2.0 * z;
    }

    @Override
    public double curvature(double z) {
      return 2.0;
    }
  };

  /** σ(z). */
  public abstract double value(double z);

  /** σ′(z). */
  public abstract double slope(double z);

  /** σ″(z). */
  public abstract double curvature(double z);

  /**
   * Whether σ′ and σ″ follow from σ(z), so that z need not be kept: half the memory of a recorded
   * solve, which is what its backward pass waits for.
   */
  boolean derivativesFromValue() {
    return this == IDENTITY || this == TANH || this == RELU;
  }

  /** A bound of |σ(z)| over |z| ≤ bound. */
  double boundOver(double bound) {
    return switch (this) {
      case TANH -> 1.0;
      case QUADRATIC -> bound * bound;
      case SOFTPLUS -> bound + 1.0;
      default -> bound;
    };
  }

  /** 1 / (1 + e⁻ᶻ) = (1 + tanh(z/2)) / 2, which cannot overflow. */
  static double logistic(double z) {
    return 0.5 + 0.5 * Math.tanh(0.5 * z);
  }
}
