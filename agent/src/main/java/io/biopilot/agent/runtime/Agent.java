package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.journal.JournalHeader;
import io.biopilot.agent.journal.JournalWriter;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.SafetyGate;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One reactor's agent, running: the verticles around its loop, and what they need. */
public final class Agent {

  private final LoopVerticle loop;
  private Future<?> connected = Future.succeededFuture();
  private Consumer<Notice> noticed = notice -> {};
  private final Deque<CloseStep> closing = new ArrayDeque<>();

  /** Something to be closed, in the reverse order of the start. */
  private interface CloseStep {
    Future<?> close();
  }

  /**
   * What an agent is made of.
   *
   * @param connectors by name, e.g. {@code opcua}, {@code mqtt}; not yet opened
   * @param tags what is subscribed at each
   * @param ears who is told what
   */
  public record Parts(
      Config config,
      Brain brain,
      Map<String, Connector> connectors,
      Map<String, Set<Tag>> tags,
      Historian historian,
      Options options,
      Ears ears) {}

  /**
   * @param history told of the events of an interrupted batch before it goes on
   * @param afterEvent told of the state after each event, on the loop's context
   * @param onFault told if the loop breaks; it has stopped then
   */
  public record Ears(
      Recovery.Witness history,
      Consumer<LoopState> afterEvent,
      Consumer<RuntimeException> onFault) {

    /** Without interest in the past. */
    public static Ears of(Consumer<LoopState> afterEvent, Consumer<RuntimeException> onFault) {
      return new Ears((loop, event, step) -> {}, afterEvent, onFault);
    }
  }

  /**
   * @param shadow plan and show, write nothing
   * @param lockStep tick by tick with a simulator; null for real time
   * @param journal file
   */
  public record Options(boolean shadow, @Nullable LockStepOptions lockStep, Path journal) {}

  /**
   * @param lateBarrier see {@link LockStep.Settings}
   * @param atStart events given to the loop before its first tick
   */
  public record LockStepOptions(
      @Nullable Tag lateBarrier, Function<Instant, List<Event>> atStart) {}

  private Agent(LoopVerticle loop) {
    this.loop = loop;
  }

  public Desk desk() {
    return loop;
  }

  /** What the store tells: journaled, and shown where somebody must know. */
  public void storeTold(Notice notice) {
    noticed.accept(notice);
  }

  /** Completes when all connections stand; fails for good with a message for the user. */
  public Future<?> connected() {
    return connected;
  }

  /** Starts all verticles and begins to open the connectors. */
  public static Future<Agent> start(Vertx vertx, Parts parts) {
    try {
      return new Assembly(vertx, parts).start();
    } catch (IOException | RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Stops writing first, then closes everything. */
  public Future<Void> close() {
    Future<?> done = Future.succeededFuture();
    while (!closing.isEmpty()) {
      CloseStep next = closing.pop();
      done = done.transform(before -> next.close());
    }
    return done.mapEmpty();
  }

  /** Puts one agent together. */
  private static final class Assembly {

    private final Vertx vertx;
    private final Parts parts;
    private final Config config;
    private final Bus bus;
    private final LoopSettings settings;

    Assembly(Vertx vertx, Parts parts) {
      this.vertx = vertx;
      this.parts = parts;
      this.config = parts.config();
      this.settings = Settings.of(config, parts.options().shadow());
      this.bus = new Bus(vertx, settings.reactor());
    }

    Future<Agent> start() throws IOException {
      ControlLoop control =
          new ControlLoop(
              settings,
              new SafetyGate(config.limits()),
              parts.brain().estimator(),
              parts.brain().planning().goals());
      LoopState fresh = control.initial(parts.brain().model(), Instant.EPOCH);
      Recovery recovered = recovered(control, fresh);
      Pace pace = pace(recovered == null ? null : recovered.state().at());
      JournalWriter journal = journal(recovered == null);
      double patience =
          parts.options().lockStep() == null ? 1.2 * config.controller().deadlineMs() : 0;
      LoopVerticle loop =
          new LoopVerticle(
              new LoopVerticle.Parts(
                  bus,
                  control,
                  journal,
                  pace,
                  patience,
                  parts.ears().afterEvent(),
                  safe(),
                  parts.ears().onFault()),
              recovered == null ? fresh : recovered.state(),
              recovered == null ? 1 : recovered.nextCommand());
      Agent agent = new Agent(loop);
      agent.closing.push(() -> closed(journal));
      return worker(agent, new StoreVerticle(bus, parts.historian()))
          .compose(unused -> worker(agent, planner(pace)))
          .compose(
              unused ->
                  worker(agent, new TrainerVerticle(bus, parts.brain().learning(), pace.clock())))
          .compose(unused -> worker(agent, loop))
          .map(
              unused -> {
                agent.noticed = notice -> noticed(loop, pace, "store", notice);
                agent.connected = open(agent, loop, pace);
                return agent;
              });
    }

    private List<Setpoint> safe() {
      List<Setpoint> safe = new ArrayList<>();
      for (Envelope envelope : config.limits().envelopes()) {
        for (LoopSettings.Actuated actuated : settings.actuators()) {
          boolean known = actuated.actuator().equals(envelope.actuator());
          if (known && !Double.isNaN(envelope.safe()) && !settings.shadow()) {
            safe.add(new Setpoint(actuated.setpoint(), envelope.safe()));
          }
        }
      }
      return safe;
    }

    private PlannerVerticle planner(Pace pace) {
      int iterations = config.controller().iterations();
      boolean lockStep = parts.options().lockStep() != null;
      long nanos = Math.round(config.controller().deadlineMs() * 1e6);
      return new PlannerVerticle(
          bus,
          parts.brain().planning(),
          () ->
              lockStep
                  ? new Budget.Iterations(iterations)
                  : new Budget.Deadline(iterations, System.nanoTime() + nanos, System::nanoTime),
          pace.clock());
    }

    /**
     * @param left plant time at which an interrupted batch was left
     */
    private Pace pace(@Nullable Instant left) {
      Connector plant = plant();
      LockStepOptions lockStep = parts.options().lockStep();
      Config.Lockstep tags = config.lines().lockstep();
      if (lockStep != null && tags != null) {
        return new LockStep(
            plant,
            bus,
            new LockStep.Settings(
                settings.reactor(),
                tags.barrier(),
                tags.acknowledge(),
                lockStep.lateBarrier(),
                lockStep.atStart()));
      }
      if (lockStep != null) {
        throw new IllegalArgumentException(
            "%s: lock step needs plant.lockstep".formatted(config.file()));
      }
      PlantClock clock =
          config.clock().plant()
              ? PlantClock.following(steady(), config.clock().speed())
              : PlantClock.wall(InstantSource.system());
      if (left != null) {
        clock.from(left);
      }
      Tag heartbeat = parts.options().shadow() ? null : config.lines().heartbeat();
      return new RealTime(
          Timers.of(vertx),
          bus,
          clock,
          plant,
          new RealTime.Settings(settings.reactor(), settings.timing().tick(), heartbeat));
    }

    /** The wall clock at the start, going on by the clock that nobody sets. */
    private static InstantSource steady() {
      Instant start = Instant.now();
      long nanos = System.nanoTime();
      return () -> start.plusNanos(System.nanoTime() - nanos);
    }

    private Connector plant() {
      Connector plant = parts.connectors().get("opcua");
      if (plant == null) {
        throw new IllegalArgumentException(
            "%s: set-points need connections.opcua".formatted(config.file()));
      }
      return plant;
    }

    /** What an interrupted batch left; a journal without one is put aside. */
    private @Nullable Recovery recovered(ControlLoop control, LoopState fresh) throws IOException {
      Path file = parts.options().journal();
      Recovery recovery = Recovery.read(file, control, fresh, parts.ears().history());
      if (recovery == null) {
        return null;
      }
      LoopState.BatchState batch = recovery.state().batch();
      if (batch == null || !batch.running()) {
        String name = file.getFileName().toString();
        String stamp = Files.getLastModifiedTime(file).toInstant().toString().replace(':', '-');
        Files.move(file, file.resolveSibling(stamp + "-" + name));
        return null;
      }
      if (!recovery.header().config().equals(config.text())) {
        throw new IOException(
            ("batch %s of %s was interrupted under another configuration than %s: start with that"
                    + " one to finish it, or move %s away to give it up")
                .formatted(batch.name(), settings.reactor(), config.file(), file));
      }
      return recovery;
    }

    private JournalWriter journal(boolean isNew) throws IOException {
      boolean lockStep = parts.options().lockStep() != null;
      JournalWriter journal =
          JournalWriter.open(
              parts.options().journal(),
              lockStep ? JournalWriter.Sync.END : JournalWriter.Sync.ACTIONS);
      if (isNew) {
        journal.begin(
            new JournalHeader(
                config.file().toAbsolutePath().toString(),
                config.text(),
                parts.options().shadow(),
                parts.brain().model().hash(),
                parts.brain().kernel(),
                !lockStep));
      }
      return journal;
    }

    private static Future<?> closed(JournalWriter journal) {
      journal.close();
      return Future.succeededFuture();
    }

    private Future<?> worker(Agent agent, VerticleBase verticle) {
      DeploymentOptions options =
          new DeploymentOptions()
              .setThreadingModel(ThreadingModel.WORKER)
              .setWorkerPoolName("biopilot-" + verticle.getClass().getSimpleName())
              .setWorkerPoolSize(1);
      return vertx
          .deployVerticle(verticle, options)
          .onSuccess(id -> agent.closing.push(() -> vertx.undeploy(id)));
    }

    private Future<?> open(Agent agent, LoopVerticle loop, Pace pace) {
      Future<?> opened = Future.succeededFuture();
      List<Future<?>> all = new ArrayList<>();
      boolean together = parts.options().lockStep() == null;
      if (parts.options().lockStep() == null) {
        loop.post(
            new Event.Started(
                settings.reactor(),
                pace.clock().instant(),
                Settings.version(),
                parts.brain().kernel()));
      }
      for (Map.Entry<String, Connector> entry : parts.connectors().entrySet()) {
        Connector connector = entry.getValue();
        agent.closing.push(() -> future(connector.close()));
        connector.watch(
            state ->
                loop.post(
                    new Event.ConnectionChanged(
                        settings.reactor(), pace.clock().instant(), entry.getKey(), state)));
        Set<Tag> tags = new LinkedHashSet<>(parts.tags().getOrDefault(entry.getKey(), Set.of()));
        connector.notices(notice -> noticed(loop, pace, entry.getKey(), notice));
        connector.subscribe(tags, loop::post);
        // In lock step the plant begins with the last one; else none waits for another.
        opened =
            together
                ? future(connector.open())
                : opened.compose(unused -> future(connector.open()));
        all.add(opened);
      }
      // The first to be closed: what the loop asked of closed connections would be refused.
      agent.closing.push(loop::rest);
      return Future.all(all);
    }

    private void noticed(LoopVerticle loop, Pace pace, String connection, Notice notice) {
      loop.post(new Event.Noticed(settings.reactor(), pace.clock().instant(), connection, notice));
    }

    private static <T> Future<T> future(CompletionStage<T> stage) {
      return Future.fromCompletionStage(stage);
    }
  }
}
