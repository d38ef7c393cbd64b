package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.mpc.problem.yaml.GoalException;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.twin.model.Schema;

/** Reads the goal that a configuration names. */
final class GoalSource {

  private static final String PATH = "controller.goal";

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
}
