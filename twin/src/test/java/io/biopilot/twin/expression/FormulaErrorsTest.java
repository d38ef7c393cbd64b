package io.biopilot.twin.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaErrorsTest {

  @Test
  void unknownSymbolIsShownWithACaretAndASuggestion() {
    assertThatThrownBy(() -> RateLaws.symbols().value("mumax * S / (Ks + S)"))
        .isInstanceOf(FormulaException.class)
        .hasMessage(
            """
            unknown symbol 'mumax' (did you mean 'muMax'?); known are X, S, muMax, Ks, Ki, Y, m, n \
            (character 1)
              mumax * S / (Ks + S)
              ^""");
  }

  @Test
  void caretStandsBelowTheCharacter() {
    assertThatThrownBy(() -> Formula.parse("S / (Ks + S"))
        .hasMessage(
            """
            ')' is missing for the '(' at character 5, found the end (character 12)
              S / (Ks + S
                         ^""");
  }

  @Test
  void caretStandsInTheRightLine() {
    assertThatThrownBy(() -> Formula.parse("S +\n2 $ 3"))
        .hasMessage("unexpected character '$' (character 7)\n  2 $ 3\n    ^");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          S +                     | 4  | expected a number, a name or '(', found the end
          S S                     | 3  | expected an operator or the end, found 'S'
          2..5                    | 3  | expected an operator or the end, found '.5'
          sin(S)                  | 1  | unknown function 'sin' (did you mean 'min'?)
          tahn(S)                 | 1  | unknown function 'tahn' (did you mean 'tanh'?)
          exp(S, X)               | 1  | exp takes 1 argument(s), not 2
          min(S)                  | 1  | min takes 2 argument(s), not 1
          piecewise(S)            | 1  | piecewise needs value, condition
          piecewise(S, X > 1)     | 19 | piecewise needs a value after the condition
          piecewise(S, X, 1)      | 15 | expected <, <=, > or >= in a condition, found ','
          piecewise(S, X == 1, 2) | 16 | values cannot be compared for equality
          S * 3[g/L               | 6  | ']' is missing after the unit
          S / (X / 0)             | 8  | division by zero
          """)
  void errorNamesTheCharacterAndTheExpectation(String formula, int character, String problem) {
    assertThatThrownBy(() -> RateLaws.symbols().value(formula))
        .isInstanceOfSatisfying(
            FormulaException.class,
            error -> {
              assertThat(error.problem()).startsWith(problem);
              assertThat(error.position() + 1).isEqualTo(character);
            });
  }

  @Test
  void nestingIsLimited() {
    String deep = "(".repeat(300) + "S" + ")".repeat(300);
    assertThatThrownBy(() -> Formula.parse(deep)).hasMessageContaining("nested more than 200 deep");
  }

  @Test
  void lengthIsLimited() {
    assertThatThrownBy(() -> Formula.parse("S+".repeat(20_000) + "S"))
        .hasMessageContaining("at most 20000 characters, this one 40001");
  }

  @Test
  void declaringTwiceIsRefused() {
    assertThatThrownBy(() -> RateLaws.symbols().input("Ks")).hasMessage("'Ks' is declared twice");
  }
}
