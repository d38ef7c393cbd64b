package io.biopilot.twin.model.yaml;

import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.model.ModelDeclaration.Text;
import io.biopilot.twin.model.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of the file, read key by key. What is missing or of the wrong kind is reported and
 * replaced by something harmless, so that reading goes on to the next error.
 */
final class Section {
  private final Marks marks;
  private final String path;
  private final Place place;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();

  /** A key with its value. */
  record Entry(String key, Node value, Place place) {}

  private Section(Marks marks, String path, Place place) {
    this.marks = marks;
    this.path = path;
    this.place = place;
  }

  /**
   * @param path for messages, e.g. {@code states.X}; empty for the whole file
   */
  static Section of(Marks marks, String path, Node node) {
    Section section = new Section(marks, path, marks.of(node));
    if (!(node instanceof MappingNode mapping)) {
      String what = path.isEmpty() ? "the file" : path;
      marks.report(node, "%s is %s, expected a mapping (key: value)".formatted(what, kind(node)));
      return section;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      section.take(tuple);
    }
    return section;
  }

  private void take(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      marks.report(tuple.getKeyNode(), "a key must be a name");
      return;
    }
    Entry entry = new Entry(key.getValue(), tuple.getValueNode(), marks.of(key));
    if (entries.putIfAbsent(entry.key(), entry) != null) {
      marks.report(entry.place(), "%s is given twice; keep one".formatted(child(entry.key())));
    }
  }

  private static String kind(Node node) {
    if (node instanceof ScalarNode scalar) {
      return "'" + scalar.getValue() + "'";
    }
    return node instanceof SequenceNode ? "a list" : "a mapping";
  }

  Place place() {
    return place;
  }

  String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** All entries, where the keys are names the user chose. */
  List<Entry> all() {
    asked.addAll(entries.keySet());
    return List.copyOf(entries.values());
  }

  Optional<Node> node(String key) {
    asked.add(key);
    return Optional.ofNullable(entries.get(key)).map(Entry::value);
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** The mapping below a key, empty if it is not there. */
  Section section(String key) {
    return node(key)
        .map(node -> of(marks, child(key), node))
        .orElseGet(() -> new Section(marks, child(key), place));
  }

  Optional<ScalarNode> scalar(String key) {
    Optional<Node> found = node(key);
    if (found.isPresent()) {
      if (found.get() instanceof ScalarNode scalar) {
        return Optional.of(scalar);
      }
      String kind = kind(found.get());
      marks.report(found.get(), "%s is %s, expected a single value".formatted(child(key), kind));
    }
    return Optional.empty();
  }

  String text(String key, String otherwise) {
    return scalar(key).map(ScalarNode::getValue).orElse(otherwise);
  }

  /** A text that must be there. */
  String required(String key, String what) {
    missing(key, what);
    return text(key, "1");
  }

  /** A formula that must be there. */
  Text formula(String key, String what) {
    missing(key, what);
    return scalar(key).map(marks::text).orElse(Text.of("0"));
  }

  Optional<Text> formula(String key) {
    return scalar(key).map(marks::text);
  }

  /** A number that must be there. */
  double requiredNumber(String key, String what) {
    missing(key, what);
    return number(key, 0.0);
  }

  double number(String key, double otherwise) {
    return scalar(key).map(node -> number(key, node)).orElse(otherwise);
  }

  private double number(String key, ScalarNode node) {
    @Nullable Double value = Numbers.read(node.getValue());
    if (value == null) {
      marks.report(node, "%s is '%s', expected a number".formatted(child(key), node.getValue()));
      return 0.0;
    }
    return value;
  }

  long integer(String key, long otherwise) {
    Optional<ScalarNode> node = scalar(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(node.get().getValue());
    } catch (NumberFormatException notWhole) {
      marks.report(
          node.get(),
          "%s is '%s', expected a whole number".formatted(child(key), node.get().getValue()));
      return otherwise;
    }
  }

  boolean flag(String key, boolean otherwise) {
    Optional<ScalarNode> node = scalar(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    String value = node.get().getValue();
    if (!value.equals("true") && !value.equals("false")) {
      marks.report(node.get(), "%s is '%s', expected true or false".formatted(child(key), value));
    }
    return value.equals("true");
  }

  /** One of the words of an enumeration, in small letters. */
  <E extends Enum<E>> E choice(String key, E[] words, E otherwise) {
    Optional<ScalarNode> node = scalar(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    for (E word : words) {
      if (word.name().toLowerCase(Locale.ROOT).equals(node.get().getValue())) {
        return word;
      }
    }
    List<String> known = Stream.of(words).map(w -> w.name().toLowerCase(Locale.ROOT)).toList();
    String value = node.get().getValue();
    marks.report(
        node.get(),
        "%s is '%s'%s, expected one of %s"
            .formatted(
                child(key), value, Spelling.suggestion(value, known), String.join(", ", known)));
    return otherwise;
  }

  /** A list of single values; a lone value counts as a list of one. */
  List<ScalarNode> list(String key) {
    Optional<Node> found = node(key);
    if (found.isEmpty()) {
      return List.of();
    }
    Node node = found.get();
    List<Node> items = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
    List<ScalarNode> scalars = new ArrayList<>();
    for (Node item : items) {
      if (item instanceof ScalarNode scalar) {
        scalars.add(scalar);
      } else {
        marks.report(item, "%s holds %s, expected single values".formatted(child(key), kind(item)));
      }
    }
    return scalars;
  }

  void missing(String key, String what) {
    if (!has(key)) {
      String where = path.isEmpty() ? "the file" : path;
      marks.report(place, "%s needs '%s': %s".formatted(where, key, what));
    }
  }

  /** Refuses the keys that nobody asked for. */
  void close() {
    for (Entry entry : entries.values()) {
      if (!asked.contains(entry.key())) {
        String known = asked.stream().distinct().collect(Collectors.joining(", "));
        marks.report(
            entry.place(),
            "unknown key '%s'%s; known here are %s"
                .formatted(child(entry.key()), Spelling.suggestion(entry.key(), asked), known));
      }
    }
  }
}
