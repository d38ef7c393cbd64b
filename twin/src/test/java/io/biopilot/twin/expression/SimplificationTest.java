package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplificationTest {
  private final Symbols symbols = RandomFormulas.symbols();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 + x0                | x0
          x0 - x0               | 0
          1 * x0 / 1            | x0
          0 * exp(x0)           | 0
          --x0                  | x0
          -x0 + x1              | x1 - x0
          x0 - -x1              | x0 + x1
          2 * (3 * x0)          | 6 * x0
          (2 * x0) * (4 * x1)   | 8 * (x0 * x1)
          x0 + x1               | x1 + x0
          x0 + x0               | 2 * x0
          (1 + x0) + 2          | 3 + x0
          x0^2                  | x0 * x0
          x0^4                  | (x0 * x0) * (x0 * x0)
          x0^0.5                | sqrt(x0)
          x0^-1                 | 1 / x0
          pow(x0, x1)           | x0 ^ x1
          x0 ^ -x1 ^ 2          | x0 ^ (-(x1^2))
          -x0^2                 | -(x0 * x0)
          log(exp(x0))          | x0
          exp(0) + sqrt(4)      | 3
          abs(-x0)              | abs(x0)
          min(2, 3) * x0        | 2 * x0
          piecewise(x0, 1 < 2, x1)                 | x0
          piecewise(x0, x1 > 2, x0)                | x0
          piecewise(1, x0 >= 1, 2)                 | piecewise(1, 1 <= x0, 2)
          1 / (1 / x0)          | x0
          x0 / 4                | 0.25 * x0
          x0 / (2 * x1)         | 0.5 * (x0 / x1)
          2[g/L] * x0           | 2 * x0
          1e3 * .5 * x0         | 500 * x0
          x0 - 1 - 2            | -3 + x0
          8 / 4 / 2             | 1
          """)
  void sameMeaningIsTheSameNode(String formula, String simpler) {
    assertThat(symbols.value(formula)).isSameAs(symbols.value(simpler));
  }

  @Test
  void quotientOfEqualsStaysBecauseItMayBeZeroOverZero() {
    assertThat(symbols.value("x0 / x0")).isNotSameAs(symbols.value("1"));
  }

  @Test
  void valueAndJacobianShareTheReciprocal() {
    Compiled monod = new Symbols().input("S").parameter("m").parameter("K").compile("m*S/(K+S)");
    long divisions =
        monod.program(Task.VALUE_AND_JACOBIAN).steps().stream()
            .filter(step -> step.op() == Op.RECIPROCAL || step.op() == Op.DIVIDE)
            .count();
    assertThat(divisions).isEqualTo(1);
  }

  @Test
  void reciprocalWithOneUseIsADivision() {
    Compiled monod = new Symbols().input("S").parameter("m").parameter("K").compile("m*S/(K+S)");
    assertThat(monod.program(Task.VALUE).steps())
        .anyMatch(step -> step.op() == Op.DIVIDE)
        .noneMatch(step -> step.op() == Op.RECIPROCAL);
  }
}
