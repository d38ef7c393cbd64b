package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.journal.Replay;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.loop.Phase;
import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.agent.testing.MemoryRig;
import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.WriteResult;
import io.biopilot.connectors.memory.MemoryConnector;
import io.biopilot.connectors.memory.MemoryHistorian;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.SafetyGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole shell with its verticles and journal, on a plant in memory. */
final class AgentLockStepTest {

  private static final int TICKS = 120;

  @TempDir Path folder;
  private final Config config = ConfigFile.parse(Path.of("demo.yaml"), DemoConfig.sample());
  private Vertx vertx;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
    Bus.register(vertx);
  }

  @AfterEach
  void stopVertx() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static Decision decide(Effect.Plan asked) {
    double hours = asked.estimate().time();
    return ScriptedPlans.feed(asked, hours > 0.5 ? 0.01 * hours : 0, hours > 1 ? 0.05 : 0);
  }

  private Brain brain() {
    return new Brain(
        FlatTwin.model(),
        new FlatTwin.Credulous(),
        (asked, budget) -> decide(asked),
        (asked, at) -> {
          throw new AssertionError("no training is asked for");
        },
        "plain");
  }

  private static List<Event> start(Instant at) {
    return List.of(
        new Event.Started("BR1", at, "test", "plain"),
        new OperatorCommand.StartBatch("BR1", at, 1, "test", "B1", at, 2, 0.5));
  }

  private MemoryRig run(Path journal, long seed) throws Exception {
    return run(journal, new MemoryRig(config, seed, TICKS));
  }

  private MemoryRig run(Path journal, MemoryRig plant) throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    Agent.Parts parts =
        new Agent.Parts(
            config,
            brain(),
            Map.of("opcua", new MemoryConnector(plant.memory(), InstantSource.system())),
            Map.of("opcua", MemoryRig.tags(config)),
            new MemoryHistorian(100_000),
            new Agent.Options(
                false, new Agent.LockStepOptions(null, AgentLockStepTest::start), journal),
            Agent.Ears.of(
                state -> {
                  if (state.tick() == TICKS && state.planning().awaited() == 0) {
                    ended.complete(null);
                  }
                },
                ended::completeExceptionally));
    Agent agent = await(Agent.start(vertx, parts));
    plant.begin();
    ended.get(60, TimeUnit.SECONDS);
    assertThat(agent.desk().view().batch().phase()).isEqualTo(Phase.INDUCED);
    await(agent.close());
    return plant;
  }

  @Test
  void theSameSeedTwiceGivesTheSameBatchAndItsReplayNoDifference() throws Exception {
    Path journal = folder.resolve("a.journal");
    MemoryRig first = run(journal, 3);
    MemoryRig second = run(folder.resolve("b.journal"), 3);
    assertThat(first.rig().plant().truth()).isEqualTo(second.rig().plant().truth());
    assertThat(first.rig().plant().truth().feedL()).isPositive();
    assertThat(first.rig().plant().truth().inducerG()).isPositive();
    assertThat(first.rig().plant().truth().unsafeWrites()).isZero();

    Replay.Outcome outcome = replay().run(journal);
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.plans()).isEqualTo(TICKS + 1);
    assertThat(outcome.effects()).isGreaterThan(4 * TICKS);
  }

  @Test
  void aLostAcknowledgementIsSentAgainAndChangesNothing() throws Exception {
    MemoryRig first = run(folder.resolve("a.journal"), 3);
    MemoryRig second = new MemoryRig(config, 3, TICKS);
    Set<Double> refused = new HashSet<>();
    String acknowledge = Objects.requireNonNull(config.lines().lockstep()).acknowledge().name();
    second
        .memory()
        .writeRule(
            setpoint -> {
              boolean lost =
                  setpoint.tag().name().equals(acknowledge)
                      && setpoint.value() % 40 == 0
                      && refused.add(setpoint.value());
              return lost
                  ? new WriteResult.Refused(setpoint, "not connected")
                  : new WriteResult.Accepted(setpoint);
            });
    run(folder.resolve("b.journal"), second);
    assertThat(refused).contains(0.0, 40.0, 80.0);
    assertThat(second.rig().plant().truth()).isEqualTo(first.rig().plant().truth());
  }

  private ControlLoop loop() {
    return new ControlLoop(
        config.loop(), new SafetyGate(config.limits()), new FlatTwin.Credulous());
  }

  private Replay replay() {
    ControlLoop loop = loop();
    return new Replay(
        loop, (asked, iterations) -> decide(asked), loop.initial(FlatTwin.model(), Instant.EPOCH));
  }

  @Test
  void aChangedSampleIsADifference() throws Exception {
    Path journal = folder.resolve("a.journal");
    run(journal, 4);
    ControlLoop loop = loop();
    Replay other =
        new Replay(
            loop,
            (asked, iterations) -> ScriptedPlans.feed(asked, 0.001, 0),
            loop.initial(FlatTwin.model(), Instant.EPOCH));
    assertThat(other.run(journal).differences().get(0)).contains("the plan");
  }

  @Test
  void aTornLineIsCutAndTheBatchComesBackInHold() throws Exception {
    Path journal = folder.resolve("a.journal");
    run(journal, 5);
    Files.writeString(
        journal, "00000000 {\"e\":\"Tick", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    ControlLoop loop = loop();
    Recovery recovery = Recovery.read(journal, loop, loop.initial(FlatTwin.model(), Instant.EPOCH));
    assertThat(recovery).isNotNull();
    assertThat(recovery.nextCommand()).isEqualTo(2);
    LoopState state = recovery.state();
    assertThat(state.tick()).isEqualTo(TICKS);
    assertThat(state.batch()).isNotNull();
    assertThat(state.batch().given()).isNotEmpty();
    LoopState restarted =
        loop.on(state, new Event.Started("BR1", state.at(), "test", "plain")).next();
    assertThat(restarted.control().mode()).isEqualTo(Mode.HOLD);

    MemoryRig plant = new MemoryRig(config, 5, 0);
    Agent.Parts parts =
        new Agent.Parts(
            config,
            brain(),
            Map.of("opcua", new MemoryConnector(plant.memory(), InstantSource.system())),
            Map.of("opcua", MemoryRig.tags(config)),
            new MemoryHistorian(100_000),
            new Agent.Options(false, null, journal),
            Agent.Ears.of(unused -> {}, fault -> {}));
    Agent agent = await(Agent.start(vertx, parts));
    await(
        Future.fromCompletionStage(
            agent
                .desk()
                .submit(
                    new OperatorCommand.AcknowledgeAlarm(
                        "BR1", Instant.EPOCH, 0, "test", "none"))));
    assertThat(agent.desk().view().mode()).isEqualTo(Mode.HOLD);
    assertThat(agent.desk().view().batch().name()).isEqualTo("B1");
    await(agent.close());
  }
}
