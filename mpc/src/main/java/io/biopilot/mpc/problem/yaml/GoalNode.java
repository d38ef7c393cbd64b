package io.biopilot.mpc.problem.yaml;

import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A mapping of the file, read key by key; what is wrong is noted with its place. */
final class GoalNode {

  private final String source;
  private final List<String> problems;
  private final String path;
  private final @Nullable Node node;
  private final Map<String, Node> entries = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  GoalNode(String source, List<String> problems, String path, @Nullable Node node) {
    this.source = source;
    this.problems = problems;
    this.path = path;
    this.node = node;
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key) {
          if (entries.put(key.getValue(), tuple.getValueNode()) != null) {
            report(key, "'%s' is given twice; keep one".formatted(key.getValue()));
          }
        }
      }
    } else if (node != null) {
      report(node, "%s must be a mapping (key: value)".formatted(path));
    }
  }

  void report(@Nullable Node at, String message) {
    Optional<Mark> mark = at == null ? Optional.empty() : at.getStartMark();
    String place =
        mark.map(m -> "%s:%d:%d".formatted(source, m.getLine() + 1, m.getColumn() + 1))
            .orElse(source);
    problems.add(place + ": " + message);
  }

  void report(String message) {
    report(node, message);
  }

  @Nullable Node at(String key) {
    asked.add(key);
    return entries.get(key);
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  List<String> keys() {
    asked.addAll(entries.keySet());
    return List.copyOf(entries.keySet());
  }

  GoalNode child(String key) {
    return new GoalNode(source, problems, path.isEmpty() ? key : path + "." + key, at(key));
  }

  /** A mapping that must be there. */
  GoalNode required(String key) {
    if (!has(key)) {
      report("%s is missing".formatted(path.isEmpty() ? key : path + "." + key));
    }
    return child(key);
  }

  @Nullable String text(String key) {
    Node value = at(key);
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    if (value != null) {
      report(value, "%s.%s must be a single value".formatted(path, key));
    }
    return null;
  }

  /** The text if the whole node is one word, e.g. {@code N: held}. */
  static boolean isWord(@Nullable Node node, String word) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(word);
  }

  double number(String key, double otherwise) {
    String text = text(key);
    if (text == null) {
      return otherwise;
    }
    double value = parse(text);
    if (Double.isNaN(value)) {
      report(at(key), "%s.%s is '%s', expected a number".formatted(path, key, text));
      return otherwise;
    }
    return value;
  }

  /** NaN for what is no number; Java would read 3f and 3d, where somebody meant a unit. */
  private static double parse(String text) {
    if (text.isEmpty() || "fFdD".indexOf(text.charAt(text.length() - 1)) >= 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }

  /** A number from 0 on; where the file has another, 0 to go on with. */
  double notNegative(String key, double otherwise) {
    double value = number(key, otherwise);
    if (!(value >= 0.0)) {
      report(at(key), "%s.%s is %s, expected a number from 0 on".formatted(path, key, value));
      return 0.0;
    }
    return value;
  }

  /** A number above 0; where the file has another, 1 to go on with. */
  double positive(String key, double otherwise) {
    double value = number(key, otherwise);
    if (!(value > 0.0)) {
      report(at(key), "%s.%s is %s, expected a number above 0".formatted(path, key, value));
      return 1.0;
    }
    return value;
  }

  double requiredNumber(String key) {
    requireKey(key);
    return number(key, 1.0);
  }

  /** A number above 0 that must be there. */
  double requiredPositive(String key) {
    requireKey(key);
    return positive(key, 1.0);
  }

  /** Refuses a value beyond the range that the model gives a quantity. */
  void requireRange(String key, Quantity quantity) {
    double value = at(key) instanceof ScalarNode scalar ? parse(scalar.getValue()) : Double.NaN;
    if (!Double.isNaN(value) && !quantity.contains(value)) {
      report(
          at(key),
          "%s.%s is %s, but the model has %s %s: stay within, or widen it there"
              .formatted(path, key, value, quantity.name(), quantity.range()));
    }
  }

  private void requireKey(String key) {
    if (!has(key)) {
      report("%s needs '%s'".formatted(path, key));
    }
  }

  double[] numbers(String key) {
    Node value = at(key);
    if (!(value instanceof SequenceNode list)) {
      report(value == null ? node : value, "%s.%s must be a list".formatted(path, key));
      return new double[] {0.0};
    }
    double[] result = new double[list.getValue().size()];
    for (int i = 0; i < result.length; i++) {
      String text = list.getValue().get(i) instanceof ScalarNode s ? s.getValue() : "a mapping";
      result[i] = parse(text);
      if (Double.isNaN(result[i])) {
        report(
            list.getValue().get(i),
            "entry %d of %s.%s is '%s', expected a number".formatted(i + 1, path, key, text));
        result[i] = 0.0;
      }
    }
    return result;
  }

  /** Numbers by the names of quantities; other names are noted. May be changed. */
  Map<String, Double> named(List<Quantity> known, String kind) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String name : keys()) {
      values.put(name, number(name, 0.0));
      if (Schema.indexOf(known, name) < 0) {
        String names = String.join(", ", known.stream().map(Quantity::name).toList());
        report(at(name), "the model has no %s '%s'; it has %s".formatted(kind, name, names));
      }
    }
    return values;
  }

  /** One of the words, the first where the key is absent. */
  String choice(String key, String... words) {
    String text = text(key);
    if (text == null) {
      return words[0];
    }
    if (!List.of(words).contains(text)) {
      String known = String.join(", ", words);
      report(at(key), "%s.%s is '%s', expected one of %s".formatted(path, key, text, known));
      return words[0];
    }
    return text;
  }

  /** Refuses what nobody asked for. */
  void close() {
    entries.forEach(
        (key, value) -> {
          if (!asked.contains(key)) {
            String known = String.join(", ", asked.stream().distinct().toList());
            report(value, "unknown key '%s' in %s; known are %s".formatted(key, where(), known));
          }
        });
  }

  private String where() {
    return path.isEmpty() ? "the file" : path;
  }
}
