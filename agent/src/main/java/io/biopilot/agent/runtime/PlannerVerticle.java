package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans on its own worker thread. What breaks here comes back as a missed plan. */
final class PlannerVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(PlannerVerticle.class);

  private final Bus bus;
  private final Brain.Planning planning;
  private final Supplier<Budget> budget;
  private final InstantSource clock;

  PlannerVerticle(Bus bus, Brain.Planning planning, Supplier<Budget> budget, InstantSource clock) {
    this.bus = bus;
    this.planning = planning;
    this.budget = budget;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    bus.receive(Bus.Address.PLAN, Effect.Plan.class, this::plan);
    return Future.succeededFuture();
  }

  private void plan(Effect.Plan asked) {
    long begin = System.nanoTime();
    Event answer;
    try {
      Decision decision = planning.plan(asked, budget.get());
      double millis = (System.nanoTime() - begin) / 1e6;
      answer =
          new Event.Planned(asked.reactor(), clock.instant(), asked.request(), decision, millis);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.error("the controller broke on request {}", asked.request(), e);
      answer =
          new Event.PlanMissed(
              asked.reactor(), clock.instant(), asked.request(), "the controller broke: " + e);
    }
    bus.send(Bus.Address.LOOP, answer);
  }
}
