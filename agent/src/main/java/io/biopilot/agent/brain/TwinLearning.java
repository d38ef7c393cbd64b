package io.biopilot.agent.brain;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.training.OnlineTrainer;
import java.time.Instant;

/**
 * Trains the model in force on the running batch.
 *
 * @param process whose parameters are trained; gives a trained model its hash
 */
record TwinLearning(HybridModel process, OnlineTrainer trainer) implements Brain.Learning {

  @Override
  public Event.ModelTrained train(Effect.Train asked, Instant at) {
    Model inForce = asked.model();
    OnlineTrainer.Result result = trainer.train(inForce, asked.data(), asked.iterations());
    Model next =
        result.promoted() ? process.with(result.parameters(), inForce.version() + 1) : inForce;
    return new Event.ModelTrained(
        asked.reactor(),
        at,
        asked.request(),
        result.promoted(),
        next.parameters(),
        next.hash(),
        result.reason());
  }
}
