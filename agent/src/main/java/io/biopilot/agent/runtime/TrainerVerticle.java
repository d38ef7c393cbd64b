package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains on its own worker thread. A training that breaks keeps the parameters in force. */
final class TrainerVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(TrainerVerticle.class);

  private final Bus bus;
  private final Brain.Learning learning;
  private final InstantSource clock;

  TrainerVerticle(Bus bus, Brain.Learning learning, InstantSource clock) {
    this.bus = bus;
    this.learning = learning;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    bus.receive(Bus.Address.TRAIN, Effect.Train.class, this::train);
    return Future.succeededFuture();
  }

  private void train(Effect.Train asked) {
    Event.ModelTrained answer;
    try {
      answer = learning.train(asked, clock.instant());
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.error("training {} broke", asked.request(), e);
      answer =
          new Event.ModelTrained(
              asked.reactor(),
              clock.instant(),
              asked.request(),
              false,
              asked.model().parameters(),
              asked.model().hash(),
              "training broke: " + e);
    }
    bus.send(Bus.Address.LOOP, answer);
  }
}
