package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.testing.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Whatever is typed, a formula is understood or the error points at a character of it. */
class FormulaFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "x0",
          "p1",
          "1",
          "2.5e-3",
          ".5",
          "1e400",
          "0",
          "+",
          "-",
          "*",
          "/",
          "^",
          "(",
          ")",
          ",",
          "<",
          "<=",
          ">",
          "==",
          "!",
          "exp(",
          "log(",
          "sqrt(",
          "min(",
          "pow(",
          "tanh(",
          "abs(",
          "piecewise(",
          " and ",
          " or ",
          "[g/L]",
          "[",
          "]",
          " ",
          "\n",
          "\t",
          "µ",
          "é",
          "𝛼",
          "$",
          "e5",
          "..",
          "1.2.3",
          "_",
          "x0x1",
          "exp",
          "piecewise",
          "t",
          "NaN",
          "Infinity",
          "\u0000",
          "\u2212");

  private static void understand(String formula) {
    Symbols symbols = RandomFormulas.symbols();
    try {
      symbols.value(formula);
    } catch (FormulaException error) {
      assertThat(error.position()).as(formula).isBetween(0, formula.length());
      assertThat(error.getMessage()).contains("(character " + (error.position() + 1) + ")");
      assertThat(error.problem()).isNotBlank();
    }
  }

  @Seeds(count = 100)
  void piecesInAnyOrder(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int k = 0; k < 50; k++) {
      StringBuilder formula = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        formula.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      understand(formula.toString());
    }
  }

  @Seeds(count = 100)
  void goodFormulasWithACharacterChanged(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String good = new RandomFormulas(random).next(4);
    understand(good);
    for (int k = 0; k < 20; k++) {
      int at = random.nextInt(good.length());
      String piece = random.nextBoolean() ? "" : PIECES.get(random.nextInt(PIECES.size()));
      understand(good.substring(0, at) + piece + good.substring(at + random.nextInt(2)));
    }
  }
}
