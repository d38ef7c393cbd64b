package io.biopilot.mpc.problem.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.biopilot.mpc.models.FormulaModel;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** No key of a goal file is silently ignored, and the published schema knows the same ones. */
class EveryKeyTest {

  private static final Schema SCHEMA =
      new FormulaModel()
          .state("a", 0.2, "u - k*a")
          .input("u")
          .input("w")
          .parameter("k", 0.5)
          .impulse("dose", "a + amount")
          .process()
          .schema();

  /** Every section once; each line of a section can be extended. */
  private static final String PLAIN =
      """
      goal: words
      batch: {end: 9,}
      horizon: {kind: shrinking, move: 0.5,}
      integration: {method: rk4,}
      solver: {tolerance: 1.0e-6,}
      settings: {gain: 2,}
      references:
        wish: {times: [0, 1], values: [1, 2],}
      costs:
        one: {value: a*gain,}
      inputs:
        u: {lower: 0, upper: 1,}
        w: held
      limits:
        a: {upper: 2,}
      doses:
        dose: {minimum: 0.1, maximum: 1,}
      robust:
        method: tree
        scenarios:
          slow: {factors: {k: 0.9},}
      """;

  private static String with(String line, String more) {
    return PLAIN.replaceFirst(
        "(?m)^( *" + Pattern.quote(line) + ": \\{.*),\\}$",
        Matcher.quoteReplacement("$1").replace("\\$1", "$1") + ", " + more + "}");
  }

  private static GoalFile.Goal parse(String yaml) {
    return GoalFile.parse("g", yaml.replace(",}", "}"), SCHEMA);
  }

  /** All that a goal says, as text. */
  private static String said(GoalFile.Goal goal) {
    OptimalControlProblem problem = goal.problem();
    StringBuilder text = new StringBuilder();
    text.append(goal.name()).append(goal.method()).append(goal.step()).append(goal.tolerance());
    text.append(goal.doseTries()).append(' ').append(goal.marginRounds()).append(goal.batch());
    text.append(goal.robustness());
    text.append(problem.knobs()).append(problem.horizon()).append(problem.references());
    for (CostTerm cost : problem.costs()) {
      text.append(cost.name()).append(cost.where()).append(cost.kind());
    }
    for (PathConstraint limit : problem.constraints()) {
      text.append(limit.name()).append(limit.where()).append(limit.state());
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "batch|model: m.yaml",
        "batch|start: 1",
        "batch|initial: {a: 3}",
        "batch|inputs: {u: 0.5}",
        "batch|parameters: {k: 0.7}",
        "horizon|most: 100",
        "integration|step: 0.1",
        "solver|dose tries: 7",
        "solver|margin rounds: 2",
        "settings|other: 1",
        "one|at: nodes",
        "one|at: interval",
        "one|weight: 3",
        "u|change: 0.3",
        "u|window: 2",
        "u|move price: 0.1",
        "u|total: 3",
        "a|lower: 1",
        "a|margin: 0.1",
        "a|from: 2",
        "a|price: 5",
        "a|price: 5, quadratic: 2",
        "a|at: end",
        "dose|step: 0.2",
        "dose|spacing: 1",
        "dose|most: 3",
        "dose|budget: 2",
        "dose|grid: 0.5",
        "dose|from: 1",
        "slow|weight: 2",
      })
  void everyKeyChangesTheGoal(String line, String more) {
    assertThat(said(parse(with(line, more)))).as(more).isNotEqualTo(said(parse(PLAIN)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "goal: words|goal: others",
        "end: 9|end: 8",
        "move: 0.5|move: 1",
        "kind: shrinking, move: 0.5|kind: receding, length: 4, moves: 8",
        "kind: shrinking, move: 0.5|kind: free end, shortest: 2, longest: 4, moves: 8",
        "method: rk4|method: sdirk2",
        "tolerance: 1.0e-6|tolerance: 1.0e-4",
        "values: [1, 2]|values: [1, 3]",
        "times: [0, 1]|times: [0, 2]",
        "value: a*gain|track: a*gain",
        "value: a*gain|track: a*gain, target: 4",
        "lower: 0, upper: 1|lower: 0.1, upper: 1",
        "lower: 0, upper: 1|lower: 0, upper: 2",
        "minimum: 0.1|minimum: 0.2",
        "maximum: 1|maximum: 2",
        "w: held|w: {lower: 0, upper: 1}",
        "a: {upper: 2|a: {value: 2*a, upper: 2",
        "method: tree|method: back-off",
        "method: tree|weight: 3",
        "k: 0.9|k: 0.8",
        "factors: {k: 0.9}|parameters: {k: 0.9}",
        "slow: |quick: ",
      })
  void everyValueChangesTheGoal(String from, String to) {
    String other = PLAIN.replace(from, to);
    if (!to.contains("kind: shrinking") && to.contains("kind:")) {
      other = other.replace("end: 9", "start: 0");
    }
    if (to.contains("free end")) { // which takes no references
      other = other.replaceFirst("(?m)^references:\\n.*\\n", "");
    }
    assertThat(other).isNotEqualTo(PLAIN);
    assertThat(said(parse(other))).isNotEqualTo(said(parse(PLAIN)));
  }

  /** Keys that the reader says it knows, by section. */
  private static Set<String> known(String yaml) {
    Throwable error = catchThrowable(() -> parse(yaml));
    assertThat(error).isInstanceOf(GoalException.class);
    Matcher list =
        Pattern.compile("unknown key 'zzz' in [^;]*; known are ([^\\n\\r]*)")
            .matcher(error.getMessage());
    assertThat(list.find()).as(error.getMessage()).isTrue();
    return new TreeSet<>(List.of(list.group(1).split(", ", -1)));
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  /** What the schema says of a section's keys. */
  private static Map<?, ?> properties(String section, boolean named) {
    Object schema = new Load(LoadSettings.builder().build()).loadFromString(GoalFile.jsonSchema());
    Map<?, ?> at = map(map(map(schema).get("properties")).get(section));
    if (named) {
      at = map(at.get("additionalProperties"));
    }
    if (at.containsKey("oneOf")) {
      at = map(((List<?>) at.get("oneOf")).get(1));
    }
    return map(at.get("properties"));
  }

  private static Set<String> published(String section, boolean named) {
    Set<String> keys = new TreeSet<>();
    properties(section, named).keySet().forEach(key -> keys.add(key.toString()));
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "integration, integration, false",
    "solver, solver, false",
    "inputs, u, true",
    "limits, a, true",
    "doses, dose, true",
  })
  void schemaAndReaderRefuseTheSameNumbers(String section, String line, boolean named) {
    int bounded = 0;
    for (Map.Entry<?, ?> property : properties(section, named).entrySet()) {
      Map<?, ?> rules = map(property.getValue());
      if ("number".equals(rules.get("type"))) {
        String key = property.getKey().toString();
        boolean above = rules.containsKey("exclusiveMinimum");
        boolean from = rules.containsKey("minimum");
        assertThat(refuses(line, key, "-1.0")).as("%s: -1", key).isEqualTo(above || from);
        assertThat(refuses(line, key, "0.0")).as("%s: 0", key).isEqualTo(above);
        bounded += above || from ? 1 : 0;
      }
    }
    assertThat(bounded).as("control: keys with a bound").isPositive();
  }

  private static boolean refuses(String line, String key, String value) {
    Throwable error = catchThrowable(() -> parse(with(line, key + ": " + value)));
    return error != null
        && error.getMessage().contains("." + key + " is " + value + ", expected a number");
  }

  @ParameterizedTest
  @CsvSource({
    "batch, batch, false",
    "integration, integration, false",
    "solver, solver, false",
    "references, wish, true",
    "costs, one, true",
    "inputs, u, true",
    "limits, a, true",
    "doses, dose, true",
  })
  void schemaAndReaderKnowTheSameKeys(String section, String line, boolean named) {
    String price = line.equals("a") ? "price: 1, from: 1, " : "";
    assertThat(known(with(line, price + "zzz: 1"))).isEqualTo(published(section, named));
  }

  @Test
  void schemaAndReaderKnowTheSameHorizons() {
    Set<String> all = new TreeSet<>();
    for (String kind : List.of("shrinking", "receding", "free end")) {
      all.addAll(known(with("horizon", "zzz: 1").replace("kind: shrinking", "kind: " + kind)));
    }
    assertThat(all).isEqualTo(published("horizon", false));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> parse(PLAIN.replace("kind: shrinking, move: 0.5", "kind: receding")))
        .hasMessageContaining("horizon needs 'length'")
        .hasMessageContaining("horizon needs 'moves'");
    assertThatThrownBy(() -> parse(with("solver", "dose tries: 2.5")))
        .hasMessageContaining("g:5:")
        .hasMessageContaining("dose tries is 2.5, expected a whole number");
    assertThatThrownBy(() -> parse(with("a", "quadratic: 2")))
        .hasMessageContaining("quadratic")
        .hasMessageContaining("price");
    assertThatThrownBy(() -> parse(PLAIN.replace("value: a*gain", "value: a*gain, target: 2")))
        .hasMessageContaining("target")
        .hasMessageContaining("track");
    assertThatThrownBy(() -> parse(with("dose", "step: 0")))
        .hasMessageContaining("doses.dose.step is 0.0, expected a number above 0");
  }
}
