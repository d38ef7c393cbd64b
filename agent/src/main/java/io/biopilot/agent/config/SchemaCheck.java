package io.biopilot.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the shape of a configuration against the committed schema. */
final class SchemaCheck {

  /** Keywords that only repeat what an inner error says. */
  private static final List<String> WRAPPERS =
      List.of("$ref", "properties", "items", "additionalProperties", "propertyNames");

  private final JsonObject schema;

  /** Checks against a schema of this package. */
  SchemaCheck(String resource) {
    schema = read(resource);
  }

  /** The schema's text, for people and editors. */
  static JsonObject read(String resource) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the jar");
      }
      return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<ConfigProblem> problems(String file, YamlTree tree) {
    Validator validator =
        Validator.create(
            JsonSchema.of(schema),
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri("https://biopilot.example")
                .setOutputFormat(OutputFormat.Basic));
    OutputUnit result = validator.validate(tree.json());
    Map<String, ConfigProblem> problems = new LinkedHashMap<>();
    List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
    for (OutputUnit error : errors) {
      String pointer = error.getInstanceLocation().replaceFirst("^#", "");
      String keyword = last(error.getKeywordLocation());
      if (!WRAPPERS.contains(keyword) || unknownKey(error, tree)) {
        ConfigProblem problem = problem(file, tree, pointer, keyword, error);
        problems.putIfAbsent(problem.path() + problem.found(), problem);
      }
    }
    return innermost(new ArrayList<>(problems.values()));
  }

  /** An unknown key is reported at the key itself, with the schema {@code false}. */
  private static boolean unknownKey(OutputUnit error, YamlTree tree) {
    return last(error.getKeywordLocation()).equals("additionalProperties")
        && String.valueOf(error.getError()).contains("additional")
        && tree.lines().containsKey(error.getInstanceLocation().replaceFirst("^#", ""));
  }

  private ConfigProblem problem(
      String file, YamlTree tree, String pointer, String keyword, OutputUnit error) {
    String path = pointer.replaceFirst("^/", "").replace('/', '.');
    int line = tree.line(pointer);
    JsonObject rule = ruleAt(pointer);
    if (keyword.equals("required")) {
      String missing = missing(rule, at(tree.json(), pointer));
      return new ConfigProblem(
          file, line, path, "no " + missing, "it: " + describe(property(rule, missing)));
    }
    Object value = at(tree.json(), pointer);
    if (rule == null) {
      String parent = pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
      return new ConfigProblem(
          file, line, path, "an unknown key", "one of " + keys(ruleAt(parent)));
    }
    boolean secret = path.endsWith("password") || path.endsWith("token");
    String found =
        value instanceof JsonObject || value instanceof JsonArray || secret
            ? "something else"
            : "'" + value + "'";
    String expected = rule.getString("description");
    return new ConfigProblem(
        file, line, path, found, expected == null ? String.valueOf(error.getError()) : expected);
  }

  private static String missing(@Nullable JsonObject rule, @Nullable Object value) {
    if (rule != null && value instanceof JsonObject object) {
      for (Object required : rule.getJsonArray("required", new JsonArray())) {
        if (!object.containsKey(required.toString())) {
          return required.toString();
        }
      }
    }
    return "value";
  }

  private static String keys(@Nullable JsonObject rule) {
    return rule == null
        ? "the keys of the schema"
        : String.join(
            ", ", new TreeSet<>(rule.getJsonObject("properties", new JsonObject()).fieldNames()));
  }

  private String describe(@Nullable JsonObject rule) {
    String text = rule == null ? null : rule.getString("description");
    return text == null ? "see the sample configurations in deploy/" : text;
  }

  private @Nullable JsonObject property(@Nullable JsonObject rule, String name) {
    return rule == null
        ? null
        : resolved(rule.getJsonObject("properties", new JsonObject()).getJsonObject(name));
  }

  /** The part of the schema that speaks of a place; null for a key that it does not know. */
  private @Nullable JsonObject ruleAt(String pointer) {
    JsonObject rule = schema;
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      JsonObject next = property(rule, part);
      if (next == null && rule.getValue("additionalProperties") instanceof JsonObject more) {
        next = resolved(more);
      }
      if (next == null && rule.getValue("items") instanceof JsonObject items) {
        next = resolved(items);
      }
      if (next == null) {
        return null;
      }
      rule = next;
    }
    return rule;
  }

  private @Nullable JsonObject resolved(@Nullable JsonObject rule) {
    String reference = rule == null ? null : rule.getString("$ref");
    if (rule == null || reference == null) {
      return rule;
    }
    JsonObject target = schema.getJsonObject("$defs").getJsonObject(last(reference)).copy();
    String description = rule.getString("description");
    return description == null ? target : target.put("description", description);
  }

  private static @Nullable Object at(JsonObject root, String pointer) {
    Object value = root;
    for (String part : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String key = part.replace("~1", "/").replace("~0", "~");
      if (value instanceof JsonObject object) {
        value = object.getValue(key);
      } else if (value instanceof JsonArray array) {
        value = array.getValue(Integer.parseInt(key));
      } else {
        return null;
      }
    }
    return value;
  }

  private static String last(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** Leaves out a problem of a mapping that only says that something inside it is wrong. */
  private static List<ConfigProblem> innermost(List<ConfigProblem> problems) {
    List<ConfigProblem> kept = new ArrayList<>();
    for (ConfigProblem problem : problems) {
      boolean hasInner =
          problem.found().equals("something else")
              && problems.stream()
                  .anyMatch(
                      other ->
                          !other.path().equals(problem.path())
                              && other.path().startsWith(problem.path()));
      if (!hasInner) {
        kept.add(problem);
      }
    }
    return kept;
  }
}
