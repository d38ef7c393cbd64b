package io.biopilot.mpc.problem.yaml;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.model.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
   * @param method name of the integration method, as {@code Tableau.named} knows it
   * @param step longest integration step (h)
   */
  public record Goal(OptimalControlProblem problem, String method, double step) {}

  /**
   * Reads a goal for a model.
   *
   * @param source stands for the file's name in messages
   * @throws GoalException with everything that is wrong, each with line and column
   */
  public static Goal parse(String source, String yaml, Schema schema) {
    List<String> problems = new ArrayList<>();
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(source).build();
      root = new Compose(settings).composeString(yaml);
    } catch (YamlEngineException broken) {
      throw new GoalException(List.of(source + ": " + broken.getMessage()));
    }
    if (root.isEmpty()) {
      throw new GoalException(List.of(source + ": the file is empty"));
    }
    GoalNode top = new GoalNode(source, problems, "", root.get());
    try {
      Goal goal = new GoalReader(top, schema).read();
      if (problems.isEmpty()) {
        return goal;
      }
    } catch (IllegalArgumentException wrong) {
      problems.add(source + ": " + wrong.getMessage());
    }
    throw new GoalException(problems);
  }

  /** A commented goal to start from. */
  public static String example() {
    return resource("example-goal.yaml");
  }

  /** The JSON schema of the form, for editors. */
  public static String jsonSchema() {
    return resource("goal.schema.json");
  }

  private static String resource(String name) {
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
