package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.model.ModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that can be wrong with a file is said with its place, value and expectation. */
class ModelErrorsTest {
  private static final String GOOD =
      """
      model: batch
      states:
        X: {unit: g/L, initial: 0.1}
        S: {unit: g/L, initial: 10}
      parameters:
        muMax: {value: 0.5, unit: 1/h, lower: 0, upper: 2}
        Ks: {value: 0.1, unit: g/L}
        Y: {value: 0.5, unit: g/g}
      expressions:
        mu: muMax * S / (Ks + S)
      equations:
        X: mu * X
        S: -mu * X / Y
      outputs:
        OD: {unit: g/L, value: X}
      """;

  private static String messageOf(String yaml) {
    try {
      ModelFile.parse("m.yaml", yaml);
      return "no error";
    } catch (ModelException error) {
      return String.valueOf(error.getMessage());
    }
  }

  @Test
  void goodFileHasNoError() {
    assertThat(messageOf(GOOD)).isEqualTo("no error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          muMax * S / (Ks | mumax * S / (Ks | m.yaml:10:7: mu: 'mumax * S / (Ks + S)': unknown symbol 'mumax' (did you mean 'muMax'?); known are X, S, t, muMax, Ks, Y
          (Ks + S) | (Ks + t) | m.yaml:10:23: mu: 'muMax * S / (Ks + t)': units do not match at '+': g/L on the left, h on the right; multiply one of them by a factor with a unit
          (Ks + S) | (0.1 + S) | m.yaml:10:24: mu: 'muMax * S / (0.1 + S)': units do not match at '+': 1 on the left, g/L on the right; write the unit behind the number, as in 2.5[g/L]
          X: mu * X | X: mu | m.yaml:12:6: equations.X: 'mu': the formula is in 1/h, but equations.X must be in g/(L.h)
          mu: muMax | mu: exp(S) * muMax | m.yaml:10:7: mu: 'exp(S) * muMax * S / (Ks + S)': exp needs a dimensionless argument, this one is in g/L; divide it by a scale in g/L
          initial: 10 | initial: .nan | m.yaml:4:27: states.S.initial is NaN, expected a finite number in g/L
          g/L, initial: 10 | g/L, initial: -2, lower: 0 | m.yaml:4:27: states.S.initial is -2.0, expected a value from lower (0.0) to upper (Infinity)
          initial: 10 | initial: ten | m.yaml:4:27: states.S.initial is 'ten', expected a number
          , initial: 10 | '' | m.yaml:4:6: states.S needs 'initial': the initial value in g/L
          unit: 1/h | unit: 1/hour | m.yaml:6:10: muMax: unknown unit symbol 'hour'; known are 1, %
          value: 0.5, unit: 1/h | value: 3, unit: 1/h | m.yaml:6:18: parameters.muMax.value is 3.0, expected a value from lower (0.0) to upper (2.0)
          lower: 0 | lowr: 0 | m.yaml:6:34: unknown key 'parameters.muMax.lowr' (did you mean 'lower'?); known here are unit, description, lower
          lower: 0 | lower: 5 | m.yaml:6:10: muMax: lower (5.0) must not exceed upper (2.0)
          initial: 10 | initial: 10, sd: .inf | m.yaml:4:6: the initial sd of S is Infinity; give a number >= 0
          value: 0.1, unit | value: .inf, unit | m.yaml:7:15: parameters.Ks.value is Infinity, expected a finite number in g/L
          model: batch | model: | m.yaml:1:7: model is '', expected the model's name
          OD: {unit | t: {unit | m.yaml:15:6: 't' has a meaning in formulas; choose another name
          OD: {unit | 'a,b: {unit' | m.yaml:15:8: 'a,b' is no name: use letters, digits and _, a letter first
          muMax * S / | log(0 - 1) * S / | m.yaml:10:7: mu: 'log(0 - 1) * S / (Ks + S)': this is always NaN, expected a finite number
          muMax * S / | exp(1000) * S / | m.yaml:10:7: mu: 'exp(1000) * S / (Ks + S)': this is always Infinity, expected a finite number
          muMax * S / | 2e999 * S / | m.yaml:10:7: mu: '2e999 * S / (Ks + S)': the number is beyond double precision (at most 1.8e308)
          outputs: | output: | m.yaml:14:1: unknown key 'output' (did you mean 'outputs'?)
          Ks: {value | X: {value | m.yaml:7:6: 'X' is declared already at m.yaml:3:6; choose another name
          Y: {value | t: {value | m.yaml:8:6: 't' has a meaning in formulas; choose another name
          S: -mu | Z: -mu | m.yaml:4:6: nothing says how S changes; add it to equations (0 keeps it), reactions or transport
          model: batch | {model: [batch} | m.yaml:1:15: this is not YAML: while parsing a flow sequence
          """)
  void errorHasPlaceValueAndExpectation(String part, String replaced, String expected) {
    String yaml = GOOD.replace(part, replaced == null ? "" : replaced);
    assertThat(yaml).isNotEqualTo(GOOD);
    assertThat(messageOf(yaml)).startsWith(expected);
  }

  @Test
  void strangeStateInAnEquation() {
    assertThat(messageOf(GOOD.replace("S: -mu * X / Y", "S: -mu * X / Y\n  Z: mu * X")))
        .isEqualTo("m.yaml:14:6: equations: 'Z' is no state; states are X, S");
  }

  @Test
  void allErrorsAreReportedAtOnce() {
    String yaml = GOOD.replace("mu * X\n", "mu * Q\n").replace("value: X", "value: mu");
    assertThatThrownBy(() -> ModelFile.parse("m.yaml", yaml))
        .isInstanceOfSatisfying(
            ModelException.class, error -> assertThat(error.problems()).hasSize(2));
  }

  @Test
  void circleIsNamed() {
    String yaml = GOOD.replace("mu: muMax", "a: b / 1[h]\n  b: a * 1[h]\n  mu: muMax");
    assertThat(messageOf(yaml)).startsWith("m.yaml:10:6: a needs b, which in turn needs it");
  }

  @Test
  void aSingularStoichiometryIsRefusedUnlessItIsMeant() {
    String reactions =
        """
        reactions:
          growth: {rate: mu * X, stoichiometry: {X: 1, S: -1 / Y}}
          again: {rate: 2 * mu * X, stoichiometry: {X: 0.5, S: -0.5 / Y}}
        independentReactions: true
        outputs:""";
    String yaml = GOOD.replace("equations:\n  X: mu * X\n  S: -mu * X / Y\noutputs:", reactions);
    assertThat(messageOf(yaml))
        .isEqualTo(
            "m.yaml:12:11: the stoichiometry of the 2 reactions growth, again is singular (rank 1):"
                + " their rates cannot be told apart from the states; remove or combine 1 of them,"
                + " or say 'independentReactions: false' where that is meant (a reaction and its"
                + " reverse)");
    assertThat(messageOf(yaml.replace("independentReactions: true\n", ""))).contains("singular");
    assertThat(messageOf(yaml.replace(": true\n", ": false\n"))).isEqualTo("no error");
  }

  @Test
  void stoichiometryThatDependsOnTheStateIsRefused() {
    String yaml =
        GOOD.replace(
            "equations:\n  X: mu * X\n  S: -mu * X / Y\n",
            "reactions:\n  g: {rate: mu * X, stoichiometry: {X: 1, S: -S / Ks}}\n");
    assertThat(messageOf(yaml))
        .endsWith("the stoichiometry of g must depend on parameters only, and be finite");
  }

  @Test
  void stateWithEquationAndReactionIsRefused() {
    String yaml =
        GOOD.replace(
            "equations:", "reactions:\n  g: {rate: mu * X, stoichiometry: {X: 1}}\nequations:");
    assertThat(messageOf(yaml))
        .contains("X has an equation and also reactions, transport or dilution; keep one of them");
  }

  @Test
  void jumpSeesNoInputs() {
    String yaml =
        GOOD
            + "inputs:\n  F: {unit: L/h}\nimpulses:\n"
            + "  dose: {unit: g, jump: {S: S + dose / 1[L] * F / F}}\n";
    assertThat(messageOf(yaml)).contains("flow");
    assertThat(messageOf(yaml.replace("S + dose / 1[L] * F / F", "'S + dose / 1[L] * F / F'")))
        .contains("impulses.dose.jump.S")
        .contains("unknown symbol 'F'; known are X, S, dose, t, muMax, Ks, Y, mu");
  }

  @Test
  void emptyFileSaysWhereToStart() {
    assertThat(messageOf("")).isEqualTo("m.yaml:1:1: the file is empty; 'model example' shows one");
    assertThat(messageOf("- a")).contains("is a list, expected a mapping (key: value)");
  }

  @Test
  void aTreeWithoutEndIsRefused() {
    assertThat(messageOf("&a [*a]"))
        .isEqualTo(
            "m.yaml:1:1: nested more than 50 deep, or an alias refers to what it stands in; a model"
                + " file needs five levels");
    assertThat(messageOf("model: " + "[".repeat(100_000))).contains("nested more than 50 deep");
  }

  @Test
  void aliasesOfAliasesAreRefusedBeforeTheyGrow() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 20; i++) {
      String alias = "*a" + (i - 1);
      laughs.append("a%d: &a%d [%s".formatted(i, i, alias));
      laughs.append((", " + alias).repeat(8)).append("]\n");
    }
    assertThat(messageOf(laughs.toString())).contains("this is not YAML: Number of aliases");
    assertThat(messageOf("model: *e"))
        .isEqualTo("m.yaml:1:8: this is not YAML: found undefined alias e");
  }

  @Test
  void dosesAndDilutionsMeanSomething() {
    String dose = GOOD + "impulses:\n  d: {unit: g, jump: {}}\n";
    assertThat(messageOf(dose))
        .isEqualTo(
            "m.yaml:17:22: impulses.d.jump is empty, expected what the dose does, state: formula of"
                + " its new value");
    String diluted =
        GOOD.replace(
            "equations:\n  X: mu * X\n",
            """
            reactions:
              g: {rate: mu * X, stoichiometry: {X: 1}}
            dilution: {rate: mu, states: [X, X]}
            equations:
            """);
    assertThat(messageOf(diluted)).contains("dilution.states names 'X' twice; keep one");
  }

  @Test
  void networksAreChecked() {
    String network =
        GOOD + "networks:\n  n: {inputs: [S], layers: [0], activation: tan, outputs: [g]}\n";
    assertThat(messageOf(network))
        .contains("networks.n.layers holds '0', expected whole numbers from 1 to 1024")
        .contains(
            "networks.n.activation is 'tan' (did you mean 'tanh'?), expected one of identity");
    String dimensional = GOOD + "networks:\n  n: {inputs: [S], layers: [3], outputs: [g]}\n";
    assertThat(messageOf(dimensional))
        .contains("'S': the formula is in g/L, but network n must be in 1");
  }
}
