package io.biopilot.agent.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML text as a JSON tree that remembers the line of every value. Strict: one document, no
 * duplicate keys, no tags of one's own, bounded in size, depth and aliases.
 *
 * @param json the root mapping
 * @param lines line of each value by JSON pointer, counting from 1
 */
record YamlTree(JsonObject json, Map<String, Integer> lines) {

  private static final int MOST_CODE_POINTS = 1 << 20;
  private static final int MOST_ALIASES = 10;
  private static final int DEEPEST = 20;
  private static final int MOST_VALUES = 20_000;

  static YamlTree parse(String file, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MOST_CODE_POINTS)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setAllowRecursiveKeys(false)
            .setUseMarks(true)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      Walk walk = new Walk(file);
      if (root.isPresent() && walk.value(root.get(), "", 0) instanceof JsonObject json) {
        return new YamlTree(json, walk.lines);
      }
      throw problem(file, 1, "", "no mapping", "keys such as reactor, connections and tags");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw problem(file, line, "", String.valueOf(e.getProblem()), "valid YAML");
    } catch (YamlEngineException e) {
      throw problem(file, 0, "", String.valueOf(e.getMessage()), "valid YAML");
    }
  }

  /** Line of a value, or of the nearest mapping around it. */
  int line(String pointer) {
    String at = pointer;
    while (true) {
      Integer line = lines.get(at);
      if (line != null) {
        return line;
      }
      int cut = at.lastIndexOf('/');
      if (cut < 0) {
        return 1;
      }
      at = at.substring(0, cut);
    }
  }

  private static ConfigException problem(
      String file, int line, String path, String found, String expected) {
    return new ConfigException(List.of(new ConfigProblem(file, line, path, found, expected)));
  }

  private static final class Walk {
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private int values;

    Walk(String file) {
      this.file = file;
    }

    @Nullable Object value(Node node, String pointer, int depth) {
      int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      lines.putIfAbsent(pointer, line);
      values++;
      if (depth > DEEPEST || values > MOST_VALUES) {
        throw problem(
            file,
            line,
            pointer,
            "more than %d levels or %d values".formatted(DEEPEST, MOST_VALUES),
            "a smaller file");
      }
      if (node instanceof MappingNode mapping) {
        return mapping(mapping, pointer, depth);
      }
      if (node instanceof SequenceNode sequence) {
        JsonArray array = new JsonArray();
        for (Node item : sequence.getValue()) {
          array.add(value(item, pointer + "/" + array.size(), depth + 1));
        }
        return array;
      }
      return scalar((ScalarNode) node, pointer, line);
    }

    private JsonObject mapping(MappingNode mapping, String pointer, int depth) {
      JsonObject object = new JsonObject();
      for (NodeTuple tuple : mapping.getValue()) {
        int line = tuple.getKeyNode().getStartMark().map(m -> m.getLine() + 1).orElse(0);
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw problem(file, line, pointer, "a key that is not a word", "a word as key");
        }
        if (object.containsKey(key.getValue())) {
          throw problem(file, line, key.getValue(), "the same key a second time", "each key once");
        }
        String inner = pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
        lines.put(inner, line);
        object.put(key.getValue(), value(tuple.getValueNode(), inner, depth + 1));
      }
      return object;
    }

    private @Nullable Object scalar(ScalarNode scalar, String pointer, int line) {
      Tag tag = scalar.getTag();
      String text = scalar.getValue();
      try {
        if (tag.equals(Tag.INT)) {
          return Long.valueOf(text);
        }
        if (tag.equals(Tag.FLOAT)) {
          return finite(Double.parseDouble(text), pointer, line);
        }
      } catch (NumberFormatException e) {
        throw problem(file, line, pointer, text, "a finite number");
      }
      if (tag.equals(Tag.BOOL)) {
        return Boolean.valueOf(text);
      }
      return tag.equals(Tag.NULL) ? null : text;
    }

    private double finite(double value, String pointer, int line) {
      if (!Double.isFinite(value)) {
        throw problem(file, line, pointer, String.valueOf(value), "a finite number");
      }
      return value;
    }
  }
}
