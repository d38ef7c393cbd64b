package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {

  @ParameterizedTest
  @CsvSource({
    "g/L, g/L",
    "g/(L.h), g/(L.h)",
    "g/L/h, g/(L.h)",
    "g.L^-1.h^-1, g/(L.h)",
    "1/min, 1/min",
    "%, %",
    "1, 1",
    "g/g, 1",
    "L*g/L, g",
    "m^3/(s.(kg.m)), m^2/(kg.s)",
    "g^(1/2), g^(1/2)",
    "% .L/g, unreadable",
  })
  void isReadAndShown(String text, String shown) {
    if (shown.equals("unreadable")) {
      assertThatThrownBy(() -> Unit.parse(text)).hasMessageContaining("unexpected ' '");
    } else {
      assertThat(Unit.parse(text)).hasToString(shown);
      assertThat(Unit.parse(shown)).isEqualTo(Unit.parse(text));
    }
  }

  @Test
  void differentSymbolsAreDifferentUnits() {
    assertThat(Unit.parse("mg/L")).isNotEqualTo(Unit.parse("g/L"));
    assertThat(Unit.parse("1/min")).isNotEqualTo(Unit.parse("1/h"));
  }

  @Test
  void algebra() {
    Unit rate = Unit.parse("g/L").over(Unit.HOUR);
    assertThat(rate).hasToString("g/(L.h)");
    assertThat(rate.times(Unit.HOUR)).isEqualTo(Unit.parse("g/L"));
    assertThat(rate.power(2, 1).power(1, 2)).isEqualTo(rate);
    assertThat(rate.power(0, 1).isOne()).isTrue();
    assertThat(rate.symbolicPower("n").over(rate.symbolicPower("n")).isOne()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gL    | unknown unit symbol 'gL'; known are 1, %
          g/    | unexpected the end at character 3
          g//L  | unexpected '/' at character 3
          (g/L  | unexpected the end at character 5
          g)    | unexpected ')' at character 2
          ''    | a unit is missing; 1 stands for dimensionless
          """)
  void typingErrorsAreFound(String text, String message) {
    assertThatThrownBy(() -> Unit.parse(text)).hasMessageContaining(message);
  }
}
