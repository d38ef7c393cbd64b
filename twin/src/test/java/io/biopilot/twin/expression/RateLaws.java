package io.biopilot.twin.expression;

import java.util.random.RandomGenerator;

/** A small set of formulas that uses every operation; all symbols are positive. */
final class RateLaws {
  static final String[] FORMULAS = {
    "muMax * S / (Ks + S + S^2 / Ki) * X",
    "-muMax * S / (Ks + S) / Y * X - m * X",
    "muMax * S^n / (Ks^n + S^n)",
    "exp(-m / S) * tanh(X - 1) + log(1 + S / Ks) - sqrt(X * S + 0.1)",
    "min(muMax * S, 3 * X, 2.5) + max(0, S - X) + abs(X - 2 * S)",
    "piecewise(S * X, S < X and X < 2, sqrt(S), S >= 1.5 or X > 3, X^-1.5)",
    "2 * S - 3",
    "X^3 - (S - X)^2 / (1 + exp(X - 2))",
  };

  private RateLaws() {}

  static Symbols symbols() {
    return new Symbols()
        .input("X")
        .input("S")
        .parameter("muMax")
        .parameter("Ks")
        .parameter("Ki")
        .parameter("Y")
        .parameter("m")
        .parameter("n");
  }

  /** Values between 0.5 and 2.5, so that every branch is met; a kink has probability zero. */
  static void drawPoint(RandomGenerator random, double[] x, double[] p) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble(0.5, 2.5);
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = random.nextDouble(0.5, 2.5);
    }
  }
}
