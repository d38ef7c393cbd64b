package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.journal.JournalHeader;
import io.biopilot.agent.journal.JournalWriter;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.runtime.DemoConfig;
import io.biopilot.agent.testing.FlatTwin;
import io.biopilot.agent.testing.PlantRig;
import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Sample;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.SafetyGate;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal tells the same batch as the views did while it was written. */
class JournalHistoryTest {
  private static final int TICKS = 60;

  @TempDir Path folder;
  private final Config config = ConfigFile.parse(Path.of("demo.yaml"), DemoConfig.sample());
  private final ControlLoop loop =
      new ControlLoop(config.loop(), new SafetyGate(config.limits()), new FlatTwin.Credulous());
  private final LoopState initial = loop.initial(FlatTwin.model(), Instant.EPOCH);

  private List<Event> hour() {
    PlantRig plant = new PlantRig(7);
    List<Event> events = new ArrayList<>();
    Instant start = plant.now();
    events.add(new Event.Started("BR1", start, "test", "plain"));
    events.add(new OperatorCommand.StartBatch("BR1", start, 1, "page", "B-7", start, 2, 0.5));
    plant.call(new Command("BR1", "Start", 1, Map.of()));
    for (int tick = 0; tick < TICKS; tick++) {
      for (Sample sample : tick == 0 ? plant.look() : plant.tick()) {
        events.add(new Event.SampleReceived("BR1", plant.now(), sample));
      }
      events.add(new Event.TickDue("BR1", plant.now(), tick));
    }
    events.add(new OperatorCommand.ChangeMode("BR1", plant.now(), 2, "page", Mode.HOLD, true));
    return events;
  }

  private String csv(Recorder recorder) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BatchCsv.write(recorder.record(), BatchCsv.Form.LONG, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theExportOfAJournalIsThatOfTheRunningAgent() throws Exception {
    Path file = folder.resolve("a.journal");
    Recorder live = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    LoopState state = initial;
    try (JournalWriter journal = JournalWriter.open(file, JournalWriter.Sync.END)) {
      journal.begin(new JournalHeader("demo.yaml", config.text(), false, "hash", "plain", false));
      for (Event event : hour()) {
        journal.append(event);
        ControlLoop.Step step = loop.on(state, event);
        journal.append(step.effects());
        state = step.next();
        live.accept(loop.view(state));
      }
    }
    Recorder again = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    JournalHistory.readInto(file, loop, initial, again);

    assertThat(again.record().batch()).isEqualTo("B-7");
    Column oxygen = again.record().snapshot().columns().get(new Channel("DO", Kind.MEASURED));
    assertThat(oxygen.size()).isGreaterThanOrEqualTo(TICKS);
    assertThat(csv(again)).contains("mode HOLD by page");
    assertThat(values(csv(again))).isEqualTo(values(csv(live)));
  }

  /** The lines that are numbers; notes of commands are the server's in a running agent. */
  private static List<String> values(String csv) {
    return csv.lines().filter(line -> !line.startsWith("#") && line.endsWith(",")).toList();
  }
}
