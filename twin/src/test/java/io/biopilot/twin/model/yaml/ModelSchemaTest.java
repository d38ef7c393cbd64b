package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The JSON schema and the parser know the same keys, need the same ones, and take the same files.
 */
class ModelSchemaTest {
  /** Every key there is; JSON is YAML. */
  private static final String EVERYTHING =
      """
      {"model": "m", "description": "d",
       "states": {"X": {"unit": "g/L", "initial": 1, "description": "d", "lower": 0, "upper": 9, "sd": 0.1, "noise": 0.1},
                  "S": {"unit": "g/L", "initial": 1}, "V": {"unit": "L", "initial": 1}},
       "inputs": {"F": {"unit": "L/h", "description": "d", "lower": 0, "upper": 1}},
       "impulses": {"d": {"unit": "g", "description": "d", "lower": 0, "upper": 1, "jump": {"S": "S + d / V"}}},
       "parameters": {"k": {"unit": "1/h", "value": 1, "description": "d", "lower": 0.1, "upper": 2, "estimate": true, "scale": "log", "sd": 0.3}},
       "expressions": {"a": {"unit": "1/h", "value": "k * 2"}, "b": "a"},
       "networks": {"n": {"inputs": ["S / 1[g/L]"], "layers": [3], "activation": "tanh", "outputs": ["g"], "scale": 1, "seed": 1, "gain": 0.1, "sd": 1}},
       "reactions": {"r": {"rate": "b * X * exp(g)", "stoichiometry": {"X": 1, "S": -2}}},
       "independentReactions": true,
       "transport": {"S": "F / V * 3[g/L]"},
       "dilution": {"rate": "F / V", "states": ["X"]},
       "equations": {"V": "F"},
       "outputs": {"o": {"unit": "g/L", "description": "d", "lower": 0, "upper": 9, "value": "X"}}}
      """;

  private static Object read(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  private static Map<?, ?> schema() {
    return (Map<?, ?>) read(ModelFile.jsonSchema());
  }

  /** Everything but one key of a section, or with one more. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Object model, String pointer) {
    return (Map<String, Object>) SchemaCheck.at(model, pointer);
  }

  private static String messageOf(Object model) {
    try {
      ModelFile.parse("m.yaml", new Dump(DumpSettings.builder().build()).dumpToString(model));
      return "";
    } catch (ModelException wrong) {
      return String.valueOf(wrong.getMessage());
    }
  }

  private static Set<String> fields(Object node) {
    Set<String> names = new TreeSet<>();
    ((Map<?, ?>) node).keySet().forEach(key -> names.add(key.toString()));
    return names;
  }

  @Test
  void everythingAtOnceIsAGoodModel() {
    assertThat(messageOf(read(EVERYTHING))).isEmpty();
    assertThat(SchemaCheck.violations(schema(), read(EVERYTHING))).isEmpty();
  }

  /** A section of the file, and the part of the schema that is about it. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "/states/X, /$defs/state",
    "/inputs/F, /properties/inputs/additionalProperties",
    "/impulses/d, /properties/impulses/additionalProperties",
    "/parameters/k, /$defs/parameter",
    "/expressions/a, /$defs/formulas/additionalProperties/anyOf/1",
    "/networks/n, /$defs/network",
    "/reactions/r, /properties/reactions/additionalProperties",
    "/dilution, /properties/dilution",
    "/outputs/o, /properties/outputs/additionalProperties"
  })
  void keysAreTheSameAndSoAreTheNeededOnes(String section, String about) {
    Map<?, ?> rule = (Map<?, ?>) SchemaCheck.at(schema(), about);
    Object strange = read(EVERYTHING);
    section(strange, section).put("qqqq", 1);
    String message = messageOf(strange);
    assertThat(message).contains("unknown key").contains("known here are ");
    String known =
        message.substring(message.indexOf("known here are ") + 15).lines().findFirst().orElse("");
    Set<String> parsed = new TreeSet<>(Arrays.asList(known.split(", ", -1)));
    assertThat(parsed).isEqualTo(fields(rule.get("properties")));
    assertThat(fields(section(read(EVERYTHING), section))).isEqualTo(parsed);
    assertThat(SchemaCheck.violations(schema(), strange)).isNotEmpty();
    Set<String> required = new TreeSet<>();
    if (rule.get("required") instanceof List<?> keys) {
      keys.forEach(key -> required.add(key.toString()));
    }
    for (String key : parsed) {
      Object without = read(EVERYTHING);
      section(without, section).remove(key);
      assertThat(messageOf(without).contains("needs '" + key + "'"))
          .as("%s without %s: %s", section, key, messageOf(without))
          .isEqualTo(required.contains(key));
    }
  }

  static List<String> published() {
    return ModelFile.library();
  }

  @ParameterizedTest
  @MethodSource("published")
  void publishedModelsKeepTheSchema(String name) {
    assertThat(SchemaCheck.violations(schema(), read(ModelFile.published(name)))).isEmpty();
  }

  @Test
  void theExampleKeepsTheSchema() {
    assertThat(SchemaCheck.violations(schema(), read(ModelFile.example()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "initial": 1, "description"  | "initial": "one", "description"
          "layers": [3]                | "layers": [0]
          "activation": "tanh"         | "activation": "sigmoid"
          "scale": "log"               | "scale": "logarithmic"
          "sd": 0.3                    | "sd": 0
          "noise": 0.1                 | "noise": -1
          "estimate": true             | "estimate": "maybe"
          "X": {"unit"                 | "exp": {"unit"
          "states": ["X"]              | "states": {}
          "states": ["X"]              | "states": ["X", "X"]
          "model": "m"                 | "model": ""
          "initial": 1, "description"  | "initial": .inf, "description"
          "sd": 0.1                    | "sd": .inf
          "noise": 0.1                 | "noise": .inf
          "value": 1, "description"    | "value": .inf, "description"
          "sd": 0.3                    | "sd": .inf
          "gain": 0.1                  | "gain": .inf
          "sd": 1}                     | "sd": .inf}
          "jump": {"S": "S + d / V"}   | "jump": {}
          "unit": "L/h"                | "unit": 2
          "unit": "L/h"                | "unit": ""
          "b": "a"                     | "b b": "a"
          "b": "a"                     | "exp": "a"
          "n": {"inputs"               | "n n": {"inputs"
          "r": {"rate"                 | "r,s": {"rate"
          "o": {"unit"                 | "t": {"unit"
          "outputs": ["g"]             | "outputs": []
          "inputs": ["S / 1[g/L]"]     | "inputs": []
          """)
  void whatTheParserRefusesTheSchemaRefusesToo(String part, String wrong) {
    Object model = read(EVERYTHING.replace(part, wrong));
    assertThat(model).isNotEqualTo(read(EVERYTHING));
    assertThat(messageOf(model)).isNotEmpty();
    assertThat(SchemaCheck.violations(schema(), model)).isNotEmpty();
  }

  /** What a text may be, and lists of one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "model": "m"                 | "model": 2026
          "description": "d", "lower": 0, "upper": 9, "sd" | "description": 5, "lower": -.inf, "upper": .inf, "sd"
          "states": ["X"]              | "states": "X"
          "outputs": ["g"]             | "outputs": "g"
          "layers": [3]                | "layers": 3
          "scale": 1                   | "scale": "k / k"
          """)
  void whatTheParserTakesTheSchemaTakesToo(String part, String other) {
    Object model = read(EVERYTHING.replace(part, other));
    assertThat(model).isNotEqualTo(read(EVERYTHING));
    assertThat(messageOf(model)).isEmpty();
    assertThat(SchemaCheck.violations(schema(), model)).isEmpty();
  }

  /** The page in docs names every key. */
  @Test
  void theDocumentationNamesEveryKey() throws IOException {
    Path page = Path.of("..", "docs", "model.md");
    String text = Files.readString(page);
    Map<?, ?> schema = schema();
    assertThat(fields(schema.get("properties"))).allMatch(key -> text.contains("`" + key));
    for (String part : List.of("state", "parameter", "network")) {
      assertThat(fields(SchemaCheck.at(schema, "/$defs/" + part + "/properties")))
          .allMatch(text::contains);
    }
  }
}
