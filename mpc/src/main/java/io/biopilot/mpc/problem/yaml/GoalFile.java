package io.biopilot.mpc.problem.yaml;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.twin.model.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads control problems from YAML. */
public final class GoalFile {

  private GoalFile() {}

  /**
   * What a goal file says.
   *
   * @param name what is wanted, in the user's words; empty where nothing is said
   * @param method name of the integration method, as {@code Tableau.named} knows it
   * @param step longest integration step (h)
   * @param tolerance of every optimality condition (KKT residual)
   * @param doseTries most solves spent on finding doses that the pump can give; 0 for rounding once
   * @param marginRounds how often a whole batch is planned anew with wider margins, so that hard
   *     limits hold between the moves too
   * @param robustness what a plan must hold for besides the model
   * @param batch the whole batch it is for; null where the goal is for a running one
   */
  public record Goal(
      String name,
      OptimalControlProblem problem,
      String method,
      double step,
      double tolerance,
      int doseTries,
      int marginRounds,
      Robustness robustness,
      @Nullable Batch batch) {}

  /**
   * Reads a goal for a model.
   *
   * @param source stands for the file's name in messages
   * @throws GoalException with everything that is wrong, each with line and column
   */
  public static Goal parse(String source, String yaml, Schema schema) {
    List<String> problems = new ArrayList<>();
    GoalNode top = new GoalNode(source, problems, "", compose(source, yaml));
    try {
      Goal goal = new GoalReader(top, schema).read();
      if (problems.isEmpty()) {
        return goal;
      }
    } catch (IllegalArgumentException wrong) {
      // Behind other problems it may be about what stands in for the number that is wrong.
      if (problems.isEmpty()) {
        problems.add(source + ": " + wrong.getMessage());
      }
    }
    throw new GoalException(problems);
  }

  /**
   * The path of the model's file that a batch's goal names; empty where the model is beside it.
   *
   * @param beside whether the model stands in the same file
   */
  static String modelOf(String source, String yaml, boolean beside) {
    List<String> problems = new ArrayList<>();
    GoalNode top = new GoalNode(source, problems, "", compose(source, yaml));
    GoalNode batch = top.required("batch");
    if (!problems.isEmpty()) {
      throw new GoalException(
          List.of(problems.get(0) + ", e.g. batch: {model: my-model.yaml, end: 16}"));
    }
    String model = batch.text("model");
    if (beside && model != null) {
      batch.report(
          batch.at("model"),
          "batch.model is '%s', but the model stands in this file, behind ---; keep one"
              .formatted(model));
    }
    if (!beside && model == null && problems.isEmpty()) {
      batch.report(
          "batch.model is missing: name the model's file, or put the model behind a line ---");
    }
    if (!problems.isEmpty()) {
      throw new GoalException(problems);
    }
    return model == null ? "" : model;
  }

  private static Node compose(String source, String yaml) {
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(source).build();
      root = new Compose(settings).composeString(yaml);
    } catch (YamlEngineException broken) {
      throw new GoalException(List.of(source + ": this is not YAML: " + broken.getMessage()));
    } catch (StackOverflowError deep) {
      throw new GoalException(List.of(source + ": lists or mappings are nested too deeply"));
    }
    if (root.isEmpty()) {
      throw new GoalException(List.of(source + ": the file is empty"));
    }
    return root.get();
  }

  /** A commented goal to start from. */
  public static String example() {
    return resource("example-goal.yaml");
  }

  /** The JSON schema of the form, for editors. */
  public static String jsonSchema() {
    return resource("goal.schema.json");
  }

  static String resource(String name) {
    try (InputStream in = GoalFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource %s is missing".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
