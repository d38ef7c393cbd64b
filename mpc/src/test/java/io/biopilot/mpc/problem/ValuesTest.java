package io.biopilot.mpc.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.mpc.problem.yaml.BatchFile;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers that an operator gives another value. */
class ValuesTest {

  private static final OptimalControlProblem PROBLEM =
      BatchFile.parse("g", BatchFile.example("fed-batch")).goal().problem();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "horizon.move|0|a horizon needs a positive length (horizon.move = 0.0)",
        "F.upper|-0.1|lower (F.lower = 0.0) not above upper (F.upper = -0.1)",
        "F.upper|Infinity|an input needs finite limits",
        "F.change|-1|F.change is -1.0, expected a number from 0 on",
        "F.window|0|F.window is 0.0, expected a number above 0",
        "S.lower|5|lower (5.0) must not exceed upper (0.5) for S",
        "S.price|-3|S.price is -3.0, expected a number from 0 on",
        "dose.step|0|doses need a positive step (0.0)",
        "dose.budget|-1|dose.budget is -1.0, expected a number from 0 on"
      })
  void valueThatCouldNotBeDeclaredIsNamed(String name, double value, String words) {
    assertThat(PROBLEM.knobs()).extracting(Knob::name).contains(name);
    assertThat(PROBLEM.objections(PROBLEM.values(Map.of(name, value))))
        .first(InstanceOfAssertFactories.STRING)
        .contains(words);
  }

  @Test
  void valuesInForceAreJudgedTogether() {
    Values values = PROBLEM.values(Map.of("S.lower", 1.0, "S.upper", 2.0));
    assertThat(PROBLEM.objections(values)).isEmpty();
    assertThat(values.of(new Knob("S.lower", 0.0))).isEqualTo(1.0);
    assertThat(values.of(new Knob("V.upper", 3.0))).as("as declared").isEqualTo(3.0);
  }

  @Test
  void whatTheModelCallsSenselessIsNamed() {
    assertThat(PROBLEM.objections(PROBLEM.values(Map.of()))).isEmpty();
    assertThat(PROBLEM.objections(PROBLEM.values(Map.of("F.upper", 0.2, "dose.maximum", 1.0))))
        .containsExactlyInAnyOrder(
            "F.upper is 0.2, but the model has F from 0.0 to 0.15 L/h: stay within, or widen it there",
            "dose.maximum is 1.0, but the model has dose from 0.0 to 0.1 g: stay within, or widen it there");
  }
}
