package io.biopilot.twin.expression;

import java.util.random.RandomGenerator;

/** Writes random formulas over x0, x1, x2, p0, p1 whose values stay moderate. */
final class RandomFormulas {
  static final int INPUTS = 3;
  static final int PARAMETERS = 2;

  private final RandomGenerator random;

  RandomFormulas(RandomGenerator random) {
    this.random = random;
  }

  static Symbols symbols() {
    Symbols symbols = new Symbols();
    for (int i = 0; i < INPUTS; i++) {
      symbols.input("x" + i);
    }
    for (int i = 0; i < PARAMETERS; i++) {
      symbols.parameter("p" + i);
    }
    return symbols;
  }

  String next(int depth) {
    if (depth == 0) {
      return leaf();
    }
    String a = next(depth - 1);
    String b = random.nextInt(4) == 0 ? a : next(random.nextInt(depth));
    return switch (random.nextInt(15)) {
      case 0, 1 -> "(%s + %s)".formatted(a, b);
      case 2, 3 -> "(%s - %s)".formatted(a, b);
      case 4, 5 -> "(%s) * (%s)".formatted(a, b);
      case 6 -> "(%s) / (1.5 + (%s)^2)".formatted(a, b);
      case 7 -> "exp(-abs(%s))".formatted(a);
      case 8 -> "log(1.5 + abs(%s))".formatted(a);
      case 9 -> "tanh(%s)".formatted(a);
      case 10 -> "sqrt(1 + (%s)^2)".formatted(a);
      case 11 -> "min(%s, %s)".formatted(a, b);
      case 12 -> "max(%s, tanh(%s))".formatted(a, b);
      case 13 -> "(1 + abs(%s))^(0.3 + tanh(%s))".formatted(a, b);
      default -> "piecewise(%s, %s < %s, %s)".formatted(a, b, leaf(), next(depth - 1));
    };
  }

  private String leaf() {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> "x" + random.nextInt(INPUTS);
      case 3, 4 -> "p" + random.nextInt(PARAMETERS);
      default -> Double.toString(random.nextInt(-8, 9) / 4.0);
    };
  }
}
