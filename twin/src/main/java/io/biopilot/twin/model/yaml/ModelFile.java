package io.biopilot.twin.model.yaml;

import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelDeclaration;
import io.biopilot.twin.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads models from YAML; docs/model.md describes the form. */
public final class ModelFile {
  private static final String EXAMPLE = "example-model.yaml";
  private static final String SCHEMA = "model.schema.json";

  /** Published models that come along; each is tested against a trajectory of another solver. */
  private static final List<String> LIBRARY =
      List.of(
          "anane",
          "dompc-batch",
          "dompc-cstr",
          "induced",
          "kiwigym",
          "lee-ramirez",
          "mauri",
          "penicillin");

  /** What a model file may nest; a sensible one needs five levels. */
  private static final int DEEPEST = 50;

  private static final String TOO_DEEP =
      "nested more than %d deep, or an alias refers to what it stands in; a model file needs five levels"
          .formatted(DEEPEST);

  private static final String FLOW_HINT =
      "; between { } or [ ], put formulas that hold brackets or commas in quotes";

  private ModelFile() {}

  /**
   * Reads, checks and compiles the file.
   *
   * @throws ModelException with everything that is wrong, each with line and column
   */
  public static HybridModel load(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /** As {@link #load}, from text; the source stands for the file's name in messages. */
  public static HybridModel parse(String source, String yaml) {
    return HybridModel.of(declaration(source, yaml));
  }

  /** The declaration, checked for its form only. */
  public static ModelDeclaration declaration(String source, String yaml) {
    Marks marks = new Marks(source);
    Node root = compose(source, yaml, marks);
    refuseDepth(marks, root, 0);
    marks.orThrow();
    ModelDeclaration declaration = new ModelReader(marks, root).read();
    marks.orThrow();
    return declaration;
  }

  /** A commented model to start from. */
  public static String example() {
    return resource(EXAMPLE);
  }

  /** Names of the published models that come along, for {@link #published}. */
  public static List<String> library() {
    return LIBRARY;
  }

  /**
   * The text of a published model.
   *
   * @param name one of {@link #library}
   */
  public static String published(String name) {
    if (!LIBRARY.contains(name)) {
      throw new IllegalArgumentException(
          "there is no published model '%s'%s; there are %s"
              .formatted(name, Spelling.suggestion(name, LIBRARY), String.join(", ", LIBRARY)));
    }
    return resource("library/" + name + ".yaml");
  }

  /** The JSON schema of the form, for editors. */
  public static String jsonSchema() {
    return resource(SCHEMA);
  }

  private static Node compose(String source, String yaml, Marks marks) {
    LoadSettings settings = LoadSettings.builder().setLabel(source).setUseMarks(true).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(yaml);
      if (root.isPresent()) {
        return root.get();
      }
      marks.report(marks.of(Optional.empty()), "the file is empty; 'model example' shows one");
    } catch (MarkedYamlEngineException error) {
      String context = error.getContext();
      context = context == null || context.isEmpty() ? "" : context + ": ";
      String hint = context.contains("flow") ? FLOW_HINT : "";
      marks.report(
          marks.of(error.getProblemMark()),
          "this is not YAML: " + context + error.getProblem() + hint);
    } catch (YamlEngineException error) {
      marks.report(marks.of(Optional.empty()), "this is not YAML: " + error.getMessage());
    } catch (StackOverflowError tooDeep) {
      // the parser recurses and has no limit of its own
      marks.report(marks.of(Optional.empty()), TOO_DEEP);
    }
    marks.orThrow();
    throw new AssertionError("a problem was reported");
  }

  /** An alias may refer to what it stands in: such a tree has no end. */
  private static void refuseDepth(Marks marks, Node node, int depth) {
    if (depth > DEEPEST) {
      marks.report(node, TOO_DEEP);
      marks.orThrow();
    }
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> refuseDepth(marks, item, depth + 1));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        refuseDepth(marks, tuple.getKeyNode(), depth + 1);
        refuseDepth(marks, tuple.getValueNode(), depth + 1);
      }
    }
  }

  private static String resource(String name) {
    try (InputStream stream = ModelFile.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the build lacks the resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
