package io.biopilot.mpc.problem.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.mpc.models.FormulaModel;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RobustGoalTest {

  private static final Schema SCHEMA =
      new FormulaModel()
          .state("a", 0.2, "u*gain - k*a")
          .input("u")
          .parameter("k", 0.5)
          .parameter("gain", 2.0)
          .impulse("dose", "a + amount")
          .process()
          .schema();

  private static final String PLAIN =
      """
      horizon: {kind: shrinking, move: 0.5}
      costs: {one: {value: a}}
      inputs: {u: {lower: 0, upper: 1}}
      robust:
        method: tree
        scenarios:
          slow: {weight: 2, parameters: {k: 0.4}, factors: {gain: 1.5}}
      """;

  private static Robustness parse(String yaml) {
    return GoalFile.parse("g", yaml, SCHEMA).robustness();
  }

  @Test
  void scenariosAreReadWithTheirParameters() {
    Robustness read = parse(PLAIN.replace("method: tree", "horizon: 3\n  weight: 4"));
    Scenario slow = new Scenario("slow", 2.0, Map.of("k", 0.4), Map.of("gain", 1.5));
    assertThat(read).isEqualTo(new Robustness.Tree(List.of(slow), 4.0, 3));
    assertThat(slow.of(SCHEMA.parameters(), Vec.of(0.5, 2.0))).isEqualTo(Vec.of(0.4, 3.0));
  }

  @Test
  void withoutAHorizonAllMovesAreCommon() {
    assertThat(parse(PLAIN)).isInstanceOf(Robustness.Tree.class);
    assertThat(((Robustness.Tree) parse(PLAIN)).branches()).isFalse();
    assertThat(parse(PLAIN.replaceFirst("(?s)robust:.*", ""))).isEqualTo(new Robustness.None());
  }

  @Test
  void backOffHasRoundsAndNoWeights() {
    String yaml = PLAIN.replace("tree", "back-off\n  rounds: 7").replace("weight: 2, ", "");
    assertThat(parse(yaml)).isInstanceOf(Robustness.Tightened.class);
    assertThat(((Robustness.Tightened) parse(yaml)).rounds()).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "method: tree|method: forest|g:5:11: robust.method is 'forest', expected one of tree, back-off",
        "method: tree|rounds: 3|g:5:11: robust.rounds are for 'method: back-off'",
        "method: tree|horizon: 0|g:5:12: robust.horizon is 0.0, expected a whole number from 1 on",
        "method: tree|horizon: 1.5|robust.horizon is 1.5, expected a whole number",
        "method: tree|weight: 0|g:5:11: the weight of robust is 0.0, expected a positive number",
        "method: tree|method: back-off|g:7:20: robust.weight is for 'method: tree'",
        "method: tree|horizen: 3|unknown key 'horizen' in robust",
        "k: 0.4|c: 0.4|g:7:39: the model has no parameter 'c'; it has k, gain",
        "k: 0.4|k: .nan|expected a number",
        "k: 0.4|k: NaN|expected a number",
        "gain: 1.5|k: 1.5|scenario slow gives k a value and a factor; keep one",
        "'parameters: {k: 0.4}, factors: {gain: 1.5}'|''|scenario slow changes nothing",
        "weight: 2|weight: -1|g:7:20: the weight of scenario slow is -1.0",
        "slow: |s/low: |scenario 's/low': its name is part of file names, expected letters, digits, - and _",
        "weight: 2|wait: 2|unknown key 'wait' in robust.scenarios.slow",
      })
  void whatIsWrongIsNamedWithItsPlace(String from, String to, String message) {
    String wrong = PLAIN.replace(from, to == null ? "" : to);
    assertThat(wrong).isNotEqualTo(PLAIN);
    assertThatThrownBy(() -> parse(wrong))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining(message);
  }

  @Test
  void scenariosThatPartCannotHaveDoses() {
    String doses = "doses: {dose: {minimum: 0.1, maximum: 1}}\n";
    assertThat(parse(PLAIN + doses)).isInstanceOf(Robustness.Tree.class);
    assertThatThrownBy(() -> parse(PLAIN.replace("method: tree", "horizon: 2") + doses))
        .hasMessageContaining("g:5:12: robust.horizon lets scenarios part, but doses are the same");
  }

  @Test
  void aSectionWithoutScenariosIsRefused() {
    assertThatThrownBy(() -> parse(PLAIN.replaceFirst("(?s)  scenarios:.*", "")))
        .hasMessageContaining("robust.scenarios is missing");
  }

  private static Map<?, ?> at(Map<?, ?> map, String key) {
    return (Map<?, ?>) map.get(key);
  }

  private static Set<String> keys(Map<?, ?> map) {
    Set<String> keys = new TreeSet<>();
    map.keySet().forEach(key -> keys.add(key.toString()));
    return keys;
  }

  @Test
  void schemaKnowsTheKeysThatAreRead() {
    Object schema = new Load(LoadSettings.builder().build()).loadFromString(GoalFile.jsonSchema());
    Map<?, ?> robust = at(at(at((Map<?, ?>) schema, "properties"), "robust"), "properties");
    assertThat(keys(robust)).containsExactly("horizon", "method", "rounds", "scenarios", "weight");
    Map<?, ?> scenario = at(at(at(robust, "scenarios"), "additionalProperties"), "properties");
    assertThat(keys(scenario)).containsExactly("factors", "parameters", "weight");
  }
}
