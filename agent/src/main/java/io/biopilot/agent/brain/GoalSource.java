package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.yaml.GoalException;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.twin.model.Schema;
import java.util.Map;

/** Reads the goal that a configuration names, and the numbers that it gives other values. */
final class GoalSource {

  private static final String PATH = "controller.goal";
  private static final String SETTINGS = "controller.goals";

  private GoalSource() {}

  /** The goal for models of a schema. */
  static GoalFile.Goal load(Config config, Schema schema) {
    String source = config.controller().goal();
    String text = Builtin.GOALS.text(config, PATH, source);
    try {
      GoalFile.Goal goal = GoalFile.parse(source, text, schema);
      if (goal.batch() != null) {
        throw Builtin.wrong(config, PATH, source, "a goal for a running batch, without 'batch'");
      }
      return goal;
    } catch (GoalException e) {
      throw Builtin.wrong(config, PATH, source, "a goal without mistakes:\n" + e.getMessage());
    }
  }

  /** Settings of the goal that the configuration gives, by name. */
  static Map<String, Double> settings(Config config, OptimalControlProblem problem) {
    Map<String, Double> given = config.controller().goals();
    try {
      problem.requireDeclarable(problem.values(given));
    } catch (IllegalArgumentException wrong) {
      throw Builtin.wrong(
          config,
          SETTINGS,
          given.toString(),
          "numbers that the goal can have: " + wrong.getMessage());
    }
    return given;
  }
}
