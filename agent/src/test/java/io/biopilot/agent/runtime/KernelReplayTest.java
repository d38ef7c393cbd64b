package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.journal.JournalHeader;
import io.biopilot.agent.journal.JournalWriter;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.journal.Replay;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.testing.RougherKernels;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.safety.SafetyGate;
import io.biopilot.twin.neural.PlainKernels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch whose agent is started again where the kernels of its networks are others. */
final class KernelReplayTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TICKS = 12;

  @TempDir Path folder;
  private Config config;
  private Path journal;

  /** The demo's twin with a network that is too large to be compiled, and that does something. */
  @BeforeEach
  void declare() throws IOException {
    try (InputStream in =
        Brains.class.getResourceAsStream("/io/biopilot/agent/model/ecoli-hybrid.yaml")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      String wide = text.replace("layers: [6]", "layers: [16]").replace("gain: 0.0", "gain: 0.5");
      Path model = Files.writeString(folder.resolve("wide.yaml"), wide);
      String demo = DemoConfig.sample().replace("builtin:ecoli-nominal", "\"" + model + "\"");
      config = ConfigFile.parse(folder.resolve("demo.yaml"), demo);
    }
    journal = folder.resolve("BR1.journal");
  }

  private static Brain brain(Config config, String kernel) {
    boolean rough = kernel.equals(RougherKernels.NAME);
    return Brains.of(config, () -> rough ? new RougherKernels() : new PlainKernels());
  }

  /** The loop with its journal and its planner, on one thread. */
  private final class Shell implements AutoCloseable {
    private final Brain brain;
    private final ControlLoop loop;
    private final JournalWriter writer;
    private LoopState state;

    Shell(String kernel) throws IOException {
      brain = brain(config, kernel);
      loop =
          new ControlLoop(
              config.loop(),
              new SafetyGate(config.limits()),
              brain.estimator(),
              brain.planning().goals());
      state = loop.initial(brain.model(), Instant.EPOCH);
      Recovery recovery = Recovery.read(journal, loop, state);
      writer = JournalWriter.open(journal, JournalWriter.Sync.END);
      if (recovery == null) {
        String hash = brain.model().hash();
        writer.begin(
            new JournalHeader(
                config.file().toString(), config.text(), false, hash, brain.kernel(), false));
      } else {
        state = recovery.state();
      }
    }

    void on(Event event) {
      writer.append(event);
      ControlLoop.Step step = loop.on(state, event);
      writer.append(step.effects());
      state = step.next();
      for (Effect effect : step.effects()) {
        if (effect instanceof Effect.Plan plan) {
          Budget budget = new Budget.Iterations(config.controller().iterations());
          on(
              new Event.Planned(
                  "BR1", event.at(), plan.request(), brain.planning().plan(plan, budget), 1.0));
        }
      }
    }

    void ticks(int from, int to) {
      for (int tick = from; tick < to; tick++) {
        Instant at = BEGIN.plusSeconds(60L * tick);
        on(reading("DO", "%", 97.0 - 0.3 * tick, at));
        on(reading("OD", "g/L", 0.5 + 0.004 * tick, at));
        on(new Event.TickDue("BR1", at, tick));
      }
    }

    private Event reading(String tag, String unit, double value, Instant at) {
      Sample sample =
          new Sample(
              new Tag("BR1", tag, unit), List.of(value), at, at, Quality.GOOD, SampleKind.ONLINE);
      return new Event.SampleReceived("BR1", at, sample);
    }

    void started(int tick) {
      on(new Event.Started("BR1", BEGIN.plusSeconds(60L * tick), "test", brain.kernel()));
    }

    @Override
    public void close() {
      writer.close();
    }
  }

  private void begun(String kernel) throws IOException {
    try (Shell shell = new Shell(kernel)) {
      shell.started(0);
      shell.on(new OperatorCommand.StartBatch("BR1", BEGIN, 1, "test", "B1", BEGIN, 2, 0.5));
      shell.ticks(0, TICKS);
    }
  }

  private void goneOn(String kernel) throws IOException {
    try (Shell shell = new Shell(kernel)) {
      shell.started(TICKS);
      shell.ticks(TICKS, 2 * TICKS);
    }
  }

  @Test
  void theReplayFollowsTheKernelsFromRestartToRestart() throws IOException {
    begun("plain");
    goneOn("plain");
    assertThat(Past.open(journal, KernelReplayTest::brain).replay().differences()).isEmpty();
    Files.delete(journal);
    begun("plain");
    goneOn(RougherKernels.NAME);
    Replay.Outcome outcome = Past.open(journal, KernelReplayTest::brain).replay();
    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.plans()).isEqualTo(2 * TICKS);
  }

  /** Or the test above would prove nothing. */
  @Test
  void withTheFirstKernelsOnlyThereWouldBeDifferences() throws IOException {
    begun("plain");
    goneOn(RougherKernels.NAME);
    Past past = Past.open(journal, KernelReplayTest::brain);
    Brain.Planning planning = past.brain().planning();
    Budget budget = new Budget.Iterations(config.controller().iterations());
    Replay alone =
        new Replay(past.loop(), (asked, most) -> planning.plan(asked, budget), past.initial());
    assertThat(alone.run(journal).same()).isFalse();
  }

  @Test
  void aMachineThatLacksTheKernelsOfARestartSaysSo() throws IOException {
    begun("plain");
    goneOn(RougherKernels.NAME);
    Past past = Past.open(journal, (config, kernel) -> brain(config, "plain"));
    assertThatThrownBy(past::replay)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(RougherKernels.NAME)
        .hasMessageContaining("BR1.journal");
  }

  @Test
  void anInterruptedBatchNamesTheKernelsThatItWasComputedWithLast() throws IOException {
    assertThat(Recovery.kernel(journal)).isNull();
    begun(RougherKernels.NAME);
    assertThat(Recovery.kernel(journal)).isEqualTo(RougherKernels.NAME);
    goneOn("plain");
    assertThat(Recovery.kernel(journal)).isEqualTo("plain");
    try (Shell shell = new Shell("plain")) {
      Instant at = BEGIN.plusSeconds(3600);
      shell.on(new OperatorCommand.EndBatch("BR1", at, 2, "test", false));
      assertThat(Recovery.kernel(journal)).isEqualTo("plain");
      shell.on(new OperatorCommand.EndBatch("BR1", at, 3, "test", true));
    }
    assertThat(Recovery.kernel(journal)).isNull();
  }

  @Test
  void aJournalOfAnotherFormatIsAMessageNotABreak() throws IOException {
    String record = "{\"journal\":2}";
    CRC32 sum = new CRC32();
    sum.update(record.getBytes(StandardCharsets.UTF_8));
    Files.writeString(journal, "%08x %s%n".formatted(sum.getValue(), record));
    assertThatThrownBy(() -> Recovery.kernel(journal))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("BR1.journal")
        .hasMessageContaining("format");
  }

  @Test
  void whereTheKernelsAreLackingOthersAreTaken() {
    assertThat(Brains.resuming(config, "plain").kernel()).isEqualTo("plain");
    assertThat(Brains.resuming(config, "of another machine").kernel()).isEqualTo("plain");
  }
}
