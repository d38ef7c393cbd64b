package io.biopilot.agent.brain;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Plans with the settings of the problem that the configuration gives; what an operator sets at run
 * time goes before them.
 *
 * @param settings by name
 */
record ConfiguredGoals(Brain.Planning inner, Map<String, Double> settings)
    implements Brain.Planning {
  ConfiguredGoals {
    settings = Map.copyOf(settings);
  }

  @Override
  public Set<String> goals() {
    return inner.goals();
  }

  @Override
  public Decision plan(Effect.Plan asked, Budget budget) {
    Map<String, Double> all = new HashMap<>(settings);
    all.putAll(asked.goals().settings());
    return inner.plan(asked.withGoals(new Goals(asked.goals().end(), all)), budget);
  }
}
