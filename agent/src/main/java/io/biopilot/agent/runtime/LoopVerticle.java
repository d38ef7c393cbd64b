package io.biopilot.agent.runtime;

import io.biopilot.agent.journal.JournalWriter;
import io.biopilot.agent.loop.Answer;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.loop.View;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the pure loop: one event after the other on one worker context. An event is journaled before
 * it is worked on, its effects before they are carried out.
 */
final class LoopVerticle extends VerticleBase implements Desk {

  private static final Logger LOG = LoggerFactory.getLogger(LoopVerticle.class);

  private static final long PUBLISH_AFTER_MILLIS = 250;

  private final Bus bus;
  private final ControlLoop loop;
  private final JournalWriter journal;
  private final Pace pace;
  private final double planPatienceMs;
  private final Consumer<LoopState> afterEvent;
  private final List<Setpoint> safe;
  private final Consumer<RuntimeException> onFault;
  private final Map<Long, CompletableFuture<Answer>> waiting = new HashMap<>();
  private final List<Consumer<View>> watchers = new CopyOnWriteArrayList<>();
  private LoopState state;
  private volatile View view;
  private long nextCommand;
  private long planning;
  private boolean working;
  private boolean ended;
  private boolean publishing;

  /** A sample on its way to the pace. */
  record Arrival(Sample sample) {}

  /** The wish that the loop ends. */
  private record Rest(CompletableFuture<Void> done) {}

  /** A command on its way to the loop. */
  private record Asked(OperatorCommand command, CompletableFuture<Answer> answer) {}

  /**
   * What a loop verticle is made of.
   *
   * @param planPatienceMs after which an answer of the planner is given up; 0 for never
   * @param afterEvent told of the state after each event, on the loop's context
   * @param safe set-points to be written if the loop breaks
   * @param onFault told of it
   */
  record Parts(
      Bus bus,
      ControlLoop loop,
      JournalWriter journal,
      Pace pace,
      double planPatienceMs,
      Consumer<LoopState> afterEvent,
      List<Setpoint> safe,
      Consumer<RuntimeException> onFault) {}

  LoopVerticle(Parts parts, LoopState initial, long nextCommand) {
    this.bus = parts.bus();
    this.loop = parts.loop();
    this.journal = parts.journal();
    this.pace = parts.pace();
    this.planPatienceMs = parts.planPatienceMs();
    this.afterEvent = parts.afterEvent();
    this.safe = List.copyOf(parts.safe());
    this.onFault = parts.onFault();
    this.state = initial;
    this.view = loop.view(initial);
    this.nextCommand = nextCommand;
  }

  @Override
  public Future<?> start() {
    bus.receive(Bus.Address.LOOP, Object.class, this::received);
    pace.start(state, this::handle);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    pace.stop();
    waiting.values().forEach(answer -> answer.complete(new Answer(0, false, "the agent stops")));
    return Future.succeededFuture();
  }

  /** Nothing is decided, written or noted from now on; completes when that holds. */
  Future<Void> rest() {
    CompletableFuture<Void> resting = new CompletableFuture<>();
    bus.send(Bus.Address.LOOP, new Rest(resting));
    // What comes next must not run on the loop's own thread, which will be gone in the middle of
    // it.
    return Future.fromCompletionStage(resting.thenRunAsync(() -> {}));
  }

  private void received(Object message) {
    if (message instanceof Rest rest) {
      ended = true;
      pace.stop();
      rest.done().complete(null);
      return;
    }
    if (message instanceof Arrival arrival) {
      pace.arrived(arrival.sample());
    } else if (message instanceof Asked asked) {
      long id = nextCommand++;
      waiting.put(id, asked.answer());
      handle(asked.command().stamped(id, pace.clock().instant()));
    } else if (message instanceof Event.WriteReported
        || message instanceof Event.CallReported
        || message instanceof Event.ModelTrained) {
      pace.reported((Event) message);
    } else if (message instanceof Event event) {
      if (event instanceof Event.Planned || event instanceof Event.PlanMissed) {
        planning = 0;
      }
      handle(event);
    } else {
      throw new AssertionError(message);
    }
  }

  /**
   * Works on an event and all its effects. An event that an effect leads to at once comes after.
   */
  private void handle(Event event) {
    if (ended) {
      return;
    }
    if (working) {
      vertx.getOrCreateContext().runOnContext(unused -> handle(event));
      return;
    }
    working = true;
    try {
      journal.append(event);
      ControlLoop.Step step = loop.on(state, event);
      journal.append(step.effects());
      state = step.next();
      step.effects().forEach(this::carryOut);
      afterEvent.accept(state);
    } catch (RuntimeException e) {
      broke(event, e);
      return;
    } catch (AssertionError | StackOverflowError e) {
      broke(event, new IllegalStateException(e.toString(), e));
      return;
    } finally {
      working = false;
    }
    if (!(event instanceof Event.SampleReceived)) {
      publish();
    } else if (!watchers.isEmpty() && !publishing) {
      // Samples come by the hundred when time runs fast: one view shows them all.
      publishing = true;
      vertx.setTimer(PUBLISH_AFTER_MILLIS, timer -> publish());
    }
  }

  /**
   * The loop has a fault: nothing more is decided, every actuator gets its safe value, and the
   * heartbeat stops, so that the plant falls back if the values do not arrive.
   */
  private void broke(Event event, RuntimeException fault) {
    LOG.error("the loop broke on {}; it stops in safe values", event, fault);
    ended = true;
    pace.write(new Effect.Write(event.reactor(), Long.MAX_VALUE, safe));
    pace.stop();
    onFault.accept(fault);
  }

  private void publish() {
    publishing = false;
    View next = loop.view(state);
    view = next;
    watchers.forEach(watcher -> watcher.accept(next));
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Plan plan) {
      plan(plan);
    } else if (effect instanceof Effect.Write write) {
      pace.write(write);
    } else if (effect instanceof Effect.Call call) {
      pace.call(call);
    } else if (effect instanceof Effect.TickDone done) {
      pace.tickDone(done.tick());
    } else if (effect instanceof Effect.Train train) {
      pace.training(train.request());
      bus.send(Bus.Address.TRAIN, effect);
    } else if (effect instanceof Effect.Store) {
      bus.send(Bus.Address.STORE, effect);
    } else if (effect instanceof Effect.Reply reply) {
      CompletableFuture<Answer> answer = waiting.remove(reply.answer().command());
      if (answer != null) {
        answer.complete(reply.answer());
      }
    } else if (effect instanceof Effect.AlarmChanged changed) {
      LOG.info(
          "{} alarm {} {}: {}",
          changed.alarm().priority(),
          changed.alarm().id(),
          changed.alarm().active() ? "active" : "ended",
          changed.alarm().message());
    } else if (!(effect instanceof Effect.Ruled)) {
      throw new AssertionError(effect);
    }
  }

  private void plan(Effect.Plan plan) {
    if (planning != 0) {
      missed(plan, "the controller still works on an earlier request");
      return;
    }
    planning = plan.request();
    bus.send(Bus.Address.PLAN, plan);
    if (planPatienceMs > 0) {
      vertx.setTimer(
          (long) Math.ceil(planPatienceMs),
          timer -> {
            if (state.planning().awaited() == plan.request()) {
              missed(plan, "no answer within %.0f ms".formatted(planPatienceMs));
            }
          });
    }
  }

  private void missed(Effect.Plan plan, String reason) {
    handle(new Event.PlanMissed(plan.reactor(), pace.clock().instant(), plan.request(), reason));
  }

  /** Takes an event in from another thread. */
  void post(Event event) {
    bus.send(Bus.Address.LOOP, event);
  }

  void post(Sample sample) {
    bus.send(Bus.Address.LOOP, new Arrival(sample));
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public Subscription watch(Consumer<View> listener) {
    watchers.add(listener);
    listener.accept(view);
    return () -> watchers.remove(listener);
  }

  @Override
  public CompletionStage<Answer> submit(OperatorCommand command) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    bus.send(Bus.Address.LOOP, new Asked(command, answer));
    return answer;
  }
}
