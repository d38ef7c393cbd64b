package io.biopilot.agent.ends;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.journal.JournalReader;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.runtime.Past;
import io.biopilot.connectors.Historian;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a journal says should be in the store, row by row, and whether it is. */
final class Ledgers {

  private static final int MOST = 1_000_000;

  private final Map<String, List<Historian.Point>> rows = new LinkedHashMap<>();

  private Ledgers() {}

  /** Computes a journal again and keeps every row that it led to. */
  static Ledgers of(Path journal) throws IOException {
    Ledgers ledgers = new Ledgers();
    Past past = Past.open(journal, Brains::withKernel);
    LoopState state = past.initial();
    try (JournalReader reader = JournalReader.open(journal)) {
      JournalReader.Entry entry;
      while ((entry = reader.read()) != null) {
        ControlLoop.Step step = past.loop().on(state, entry.event());
        state = step.next();
        for (Effect effect : step.effects()) {
          if (effect instanceof Effect.Store store) {
            store.points().forEach(ledgers::add);
          }
        }
      }
    }
    return ledgers;
  }

  private void add(Historian.Point point) {
    rows.computeIfAbsent(point.measurement(), name -> new ArrayList<>()).add(point);
  }

  List<Historian.Point> of(String measurement) {
    return rows.getOrDefault(measurement, List.of());
  }

  /** Every row must be found by a query, with all its fields; and none that was not journaled. */
  void requireIn(Historian store) {
    rows.forEach((measurement, points) -> requireIn(store, measurement, points));
  }

  private static void requireIn(Historian store, String measurement, List<Historian.Point> points) {
    Instant from = points.get(0).time();
    Instant to = from;
    for (Historian.Point point : points) {
      from = point.time().isBefore(from) ? point.time() : from;
      to = point.time().isAfter(to) ? point.time() : to;
    }
    List<Historian.Point> found =
        store
            .query(
                new Historian.Query(
                    measurement, Map.of(), from.minusSeconds(1), to.plusSeconds(1), MOST))
            .toCompletableFuture()
            .join();
    // The same tags at the same time are one row: the later word counts.
    assertThat(byKey(found)).as(measurement).isEqualTo(byKey(points));
  }

  private static Map<String, String> byKey(List<Historian.Point> points) {
    Map<String, String> keyed = new TreeMap<>();
    for (Historian.Point point : points) {
      String key =
          "%s %s"
              .formatted(point.time().truncatedTo(ChronoUnit.MICROS), new TreeMap<>(point.tags()));
      keyed.put(key, new TreeMap<>(point.fields()).toString());
    }
    return keyed;
  }
}
