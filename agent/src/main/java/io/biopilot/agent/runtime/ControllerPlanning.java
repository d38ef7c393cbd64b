package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Controller;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Memory;
import java.util.Set;

/**
 * Plans with a controller and its one workspace.
 *
 * @param <W> the controller's workspace
 */
public final class ControllerPlanning<W> implements Brain.Planning {

  private final Controller<W> controller;
  private final W workspace;
  private final Set<String> goals;

  /**
   * @param goals settings of its problem that may be changed while it runs
   */
  public ControllerPlanning(Controller<W> controller, Set<String> goals) {
    this.goals = Set.copyOf(goals);
    this.controller = controller;
    this.workspace = controller.workspace();
  }

  @Override
  public Set<String> goals() {
    return goals;
  }

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    Memory memory = asked.memory() == null ? controller.initialMemory() : asked.memory();
    Controller.Prepared prepared =
        controller.prepare(memory, asked.model(), asked.goals(), asked.applied(), workspace);
    return controller.feedback(prepared, asked.estimate(), budget, workspace);
  }
}
