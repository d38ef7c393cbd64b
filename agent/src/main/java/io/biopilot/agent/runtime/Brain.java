package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.model.Model;
import java.time.Instant;
import java.util.Set;

/**
 * What estimates, plans and learns for one reactor.
 *
 * @param model a batch starts with it
 * @param kernel back end of the networks, for the record
 */
public record Brain(
    Model model, Estimator estimator, Planning planning, Learning learning, String kernel) {

  /** Makes plans; one thread at a time. */
  public interface Planning {
    Decision plan(Effect.Plan asked, Budget budget);

    /** Settings that may be changed while it runs. */
    default Set<String> goals() {
      return Set.of();
    }
  }

  /** Trains on the running batch; one thread at a time. */
  public interface Learning {
    /** What came of it, never exceptionally: a failed training keeps the parameters in force. */
    Event.ModelTrained train(Effect.Train asked, Instant at);
  }
}
