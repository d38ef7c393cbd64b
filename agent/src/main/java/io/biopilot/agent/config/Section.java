package io.biopilot.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One mapping of a configuration whose shape was checked, with its place for messages. */
final class Section {

  private final Source source;
  private final JsonObject json;
  private final String pointer;

  /** The file, and the problems found in it so far. */
  record Source(String file, YamlTree tree, List<ConfigProblem> problems) {}

  private Section(Source source, JsonObject json, String pointer) {
    this.source = source;
    this.json = json;
    this.pointer = pointer;
  }

  static Section root(Source source) {
    return new Section(source, source.tree().json(), "");
  }

  boolean has(String key) {
    return json.containsKey(key);
  }

  String text(String key) {
    return String.valueOf(json.getValue(key));
  }

  String text(String key, String otherwise) {
    return json.containsKey(key) ? text(key) : otherwise;
  }

  @Nullable String textOrNull(String key) {
    return json.containsKey(key) ? text(key) : null;
  }

  double number(String key, double otherwise) {
    return json.getValue(key) instanceof Number number ? number.doubleValue() : otherwise;
  }

  int whole(String key, int otherwise) {
    return json.getValue(key) instanceof Number number ? number.intValue() : otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    return json.getValue(key) instanceof Boolean value ? value : otherwise;
  }

  List<String> texts(String key, List<String> otherwise) {
    return json.getValue(key) instanceof JsonArray array
        ? array.stream().map(String::valueOf).toList()
        : otherwise;
  }

  List<Double> numbers(String key) {
    return json.getJsonArray(key, new JsonArray()).stream()
        .map(value -> ((Number) value).doubleValue())
        .toList();
  }

  @Nullable Object raw(String key) {
    return json.getValue(key);
  }

  /** The inner mapping, empty if it is absent. */
  Section section(String key) {
    return new Section(source, json.getJsonObject(key, new JsonObject()), inner(key));
  }

  /** Inner mappings by name, in the file's order. */
  Map<String, Section> named(String key) {
    Map<String, Section> sections = new LinkedHashMap<>();
    Section outer = section(key);
    for (String name : outer.json.fieldNames()) {
      if (outer.json.getValue(name) instanceof JsonObject) {
        sections.put(name, outer.section(name));
      }
    }
    return sections;
  }

  List<String> keys() {
    return new ArrayList<>(json.fieldNames());
  }

  List<Section> list(String key) {
    List<Section> sections = new ArrayList<>();
    JsonArray array = json.getJsonArray(key, new JsonArray());
    for (int i = 0; i < array.size(); i++) {
      sections.add(new Section(source, array.getJsonObject(i), inner(key) + "/" + i));
    }
    return sections;
  }

  /** File and line of this mapping, e.g. {@code plant.yaml:12}. */
  String place() {
    return source.file() + ":" + source.tree().line(pointer);
  }

  String placeOf(String key) {
    return source.file() + ":" + source.tree().line(inner(key));
  }

  /** Notes a problem with the value of a key. */
  void problem(String key, String expected) {
    String at = key.isEmpty() ? pointer : inner(key);
    Object value = key.isEmpty() ? null : json.getValue(key);
    String found = key.isEmpty() ? "a conflict" : value == null ? "nothing" : "'" + value + "'";
    source
        .problems()
        .add(
            new ConfigProblem(
                source.file(),
                source.tree().line(at),
                at.replaceFirst("^/", "").replace('/', '.'),
                found,
                expected));
  }

  /** What the supplier makes; what it refuses is a problem of this key, and null. */
  <T> @Nullable T made(String key, Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (IllegalArgumentException e) {
      problem(key, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Notes a problem unless the key, where present, names one of the known things. */
  void known(String key, Iterable<String> names, String what) {
    String name = textOrNull(key);
    if (name == null) {
      return;
    }
    List<String> all = new ArrayList<>();
    names.forEach(all::add);
    if (!all.contains(name)) {
      problem(key, "%s: one of %s".formatted(what, String.join(", ", all)));
    }
  }

  private String inner(String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
