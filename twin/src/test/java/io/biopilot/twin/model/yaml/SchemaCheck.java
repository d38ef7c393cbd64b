package io.biopilot.twin.model.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * As much of JSON schema as the model's schema uses, over what a YAML loader gives: maps, lists,
 * texts, numbers, booleans. A keyword that it does not know fails.
 */
final class SchemaCheck {
  private static final List<String> SILENT =
      List.of("$schema", "$id", "$defs", "title", "description", "default", "examples");

  private final Map<?, ?> root;
  private final List<String> violations = new ArrayList<>();

  private SchemaCheck(Map<?, ?> root) {
    this.root = root;
  }

  /** What the value violates, each with its path. */
  static List<String> violations(Map<?, ?> schema, Object value) {
    SchemaCheck check = new SchemaCheck(schema);
    check.check("", schema, value);
    return check.violations;
  }

  /** The node at a path such as /a/b/1; list entries by position. */
  static Object at(Object node, String pointer) {
    Object found = node;
    for (String step : pointer.split("/", -1)) {
      if (!step.isEmpty()) {
        found =
            found instanceof Map<?, ?> map ? map.get(step) : ((List<?>) found).get(number(step));
      }
    }
    return found;
  }

  private static int number(String step) {
    return Integer.parseInt(step);
  }

  private void check(String path, Object rules, Object value) {
    Map<?, ?> schema = (Map<?, ?>) rules;
    for (Map.Entry<?, ?> keyword : schema.entrySet()) {
      String name = String.valueOf(keyword.getKey());
      if (!SILENT.contains(name) && !holds(path, schema, name, keyword.getValue(), value)) {
        violations.add(path + ": " + keyword);
      }
    }
  }

  private boolean holds(String path, Map<?, ?> schema, String keyword, Object rule, Object value) {
    return switch (keyword) {
      case "$ref" -> follow(path, at(root, rule.toString().substring(1)), value);
      case "type" -> any(rule, type -> is(type.toString(), value));
      case "enum" -> any(rule, value::equals);
      case "anyOf" -> any(rule, option -> passes(option, value));
      case "not" -> !passes(rule, value);
      case "pattern" -> Pattern.compile(rule.toString()).matcher(value.toString()).find();
      case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= size(rule);
      case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= size(rule);
      case "exclusiveMinimum" -> !(value instanceof Number n) || n.doubleValue() > size(rule);
      case "const" -> value.equals(rule);
      case "minLength" -> !(value instanceof String text) || text.length() >= size(rule);
      case "uniqueItems" ->
          !(value instanceof List<?> list) || Set.copyOf(list).size() == list.size();
      case "minItems" -> !(value instanceof List<?> list) || list.size() >= size(rule);
      case "minProperties" -> !(value instanceof Map<?, ?> map) || map.size() >= size(rule);
      case "required" -> !(value instanceof Map<?, ?> map) || !any(rule, k -> !map.containsKey(k));
      case "items", "properties", "propertyNames", "additionalProperties" ->
          inside(path, schema, keyword, rule, value);
      default -> throw new AssertionError("unknown keyword " + keyword);
    };
  }

  private static double size(Object rule) {
    return ((Number) rule).doubleValue();
  }

  private boolean follow(String path, Object schema, Object value) {
    check(path, schema, value);
    return true;
  }

  private boolean inside(String path, Map<?, ?> schema, String keyword, Object rule, Object value) {
    if (value instanceof List<?> list && keyword.equals("items")) {
      list.forEach(item -> check(path + "[]", rule, item));
    }
    boolean known = true;
    if (value instanceof Map<?, ?> map && !keyword.equals("items")) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String below = path + "." + entry.getKey();
        boolean named =
            schema.get("properties") instanceof Map<?, ?> own && own.containsKey(entry.getKey());
        switch (keyword) {
          case "propertyNames" -> check(below, rule, entry.getKey());
          case "properties" -> {
            if (named) {
              check(below, ((Map<?, ?>) rule).get(entry.getKey()), entry.getValue());
            }
          }
          default -> known &= named || additional(below, rule, entry.getValue());
        }
      }
    }
    return known;
  }

  private boolean additional(String path, Object rule, Object value) {
    return rule instanceof Map<?, ?> schema
        ? follow(path, schema, value)
        : Boolean.TRUE.equals(rule);
  }

  private boolean passes(Object schema, Object value) {
    SchemaCheck inner = new SchemaCheck(root);
    inner.check("", schema, value);
    return inner.violations.isEmpty();
  }

  private static boolean any(Object rule, Predicate<Object> condition) {
    List<?> all = rule instanceof List<?> list ? list : List.of(rule);
    return all.stream().anyMatch(condition);
  }

  private static boolean is(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof Map;
      case "array" -> value instanceof List;
      case "string" -> value instanceof String;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Integer || value instanceof Long;
      case "boolean" -> value instanceof Boolean;
      default -> throw new AssertionError(type);
    };
  }
}
