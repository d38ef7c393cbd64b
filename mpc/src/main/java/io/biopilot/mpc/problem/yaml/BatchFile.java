package io.biopilot.mpc.problem.yaml;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A goal with the model and the batch it is for: one file with two YAML documents (goal, then
 * model), or a goal whose {@code batch.model} names the model's file.
 */
public record BatchFile(GoalFile.Goal goal, Batch batch, HybridModel model) {

  /**
   * Names of the bundled examples, the first one is the one to start from; {@code own-model} is a
   * goal for the model that {@code biopilot model example} prints, {@code robust} plans the first
   * one's model for several sets of parameters.
   */
  public static final List<String> EXAMPLES =
      List.of("fed-batch", "robust", "lee-ramirez", "pulse-fed", "own-model");

  /**
   * Reads, checks and compiles goal and model.
   *
   * @throws GoalException with everything that is wrong with the goal, each with line and column
   * @throws ModelException the same for the model
   */
  public static BatchFile load(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file), file.toAbsolutePath().getParent());
  }

  /** As {@link #load}, from text that holds both documents. */
  public static BatchFile parse(String source, String yaml) {
    try {
      return parse(source, yaml, null);
    } catch (IOException impossible) {
      throw new AssertionError("nothing was read", impossible);
    }
  }

  /** The text of a bundled example, goal and model. */
  public static String example(String name) {
    if (!EXAMPLES.contains(name)) {
      throw new IllegalArgumentException(
          "no example '%s'; there are %s".formatted(name, String.join(", ", EXAMPLES)));
    }
    String text = GoalFile.resource(name + ".yaml");
    if (name.equals("robust")) {
      String other = GoalFile.resource("fed-batch.yaml");
      return text + other.substring(other.indexOf("---\nmodel:"));
    }
    return name.equals("own-model") ? text + "---\n" + ModelFile.example() : text;
  }

  private static BatchFile parse(
      String source, String yaml, @org.jspecify.annotations.Nullable Path folder)
      throws IOException {
    List<String> documents = Documents.of(yaml);
    if (documents.size() > 2) {
      throw new GoalException(
          List.of(
              "%s: %d documents, expected the goal, then the model (or a goal alone that names its model)"
                  .formatted(source, documents.size())));
    }
    String goal = documents.get(0);
    String path = GoalFile.modelOf(source, goal, documents.size() == 2);
    HybridModel model;
    if (documents.size() == 2) {
      model = ModelFile.parse(source, documents.get(1));
    } else {
      Path named = folder == null ? Path.of(path) : folder.resolve(path);
      try {
        model = ModelFile.load(named);
      } catch (IOException unreadable) {
        throw new GoalException(
            List.of(
                "%s: batch.model is '%s', and %s cannot be read (%s); paths are relative to the goal's file"
                    .formatted(source, path, named, unreadable)));
      }
    }
    GoalFile.Goal read = GoalFile.parse(source, goal, model.schema());
    Batch batch = read.batch();
    if (batch == null) {
      throw new AssertionError("modelOf() asked for the section");
    }
    return new BatchFile(read, batch, model);
  }

  /** The model with the batch's own parameter values. */
  public Model planned() {
    List<Quantity> names = model.schema().parameters();
    return batch.parameters().isEmpty()
        ? model.nominal()
        : model.with(replaced(model.nominalParameters(), names, batch.parameters()), 0);
  }

  /** State at the start. */
  public Vec initialState() {
    return replaced(model.initialState(), model.schema().states(), batch.initial());
  }

  /** Levels of the inputs until the start. */
  public Vec inputsBefore() {
    List<Quantity> inputs = model.schema().inputs();
    return replaced(Vec.zeros(inputs.size()), inputs, batch.inputs());
  }

  private static Vec replaced(Vec values, List<Quantity> names, Map<String, Double> given) {
    Vec result = values;
    for (Map.Entry<String, Double> entry : given.entrySet()) {
      result = result.with(Schema.indexOf(names, entry.getKey()), entry.getValue());
    }
    return result;
  }
}
