package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.mpc.control.Decision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes a journal again: every event is given to the loop, every request for a plan to the
 * controller with the iterations that it used then, and everything that comes out (estimates,
 * plans, rulings, writes, alarms) is compared, to the last bit, with what was journaled.
 */
public final class Replay {

  private static final int MOST_DIFFERENCES = 20;

  private final Casting casting;
  private final Map<Long, Effect.Plan> asked = new HashMap<>();
  private final List<String> differences = new ArrayList<>();
  private Cast cast;
  private LoopState state;
  private long events;
  private long effects;
  private long plans;

  /** Plans as the controller did, within so many iterations. */
  public interface Planner {
    Decision plan(Effect.Plan asked, int iterations);
  }

  /**
   * Who computes it again.
   *
   * @param initial state before the first event
   */
  public record Cast(ControlLoop loop, Planner planner, LoopState initial) {}

  /** Finds those who compute with the kernels of a name. */
  @FunctionalInterface
  public interface Casting {
    /**
     * @throws IOException with a message for the user if this machine lacks them
     */
    Cast of(String kernel) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param differences the first ones in words; empty if there is none
   */
  public record Outcome(long events, long effects, long plans, List<String> differences) {
    public Outcome {
      differences = List.copyOf(differences);
    }

    public boolean same() {
      return differences.isEmpty();
    }
  }

  /** With the same loop and planner whatever kernels the journal names. */
  public Replay(ControlLoop loop, Planner planner, LoopState initial) {
    cast = new Cast(loop, planner, initial);
    casting = kernel -> cast;
    state = initial;
  }

  /**
   * With those of each kernel that the journal names: a restart may have found others.
   *
   * @param kernel of the journal's beginning
   */
  public Replay(Casting casting, String kernel) throws IOException {
    this.casting = casting;
    cast = casting.of(kernel);
    state = cast.initial();
  }

  public Outcome run(Path file) throws IOException {
    try (JournalReader reader = JournalReader.open(file)) {
      String kernel = reader.header().kernel();
      JournalReader.Entry entry;
      while (differences.size() < MOST_DIFFERENCES && (entry = reader.read()) != null) {
        if (entry.event() instanceof Event.Started started && !started.kernel().equals(kernel)) {
          kernel = started.kernel();
          recast(file, kernel);
        }
        step(entry);
      }
    }
    return new Outcome(events, effects, plans, differences);
  }

  /** As the restart did it: everything so far once more, with the kernels that it found. */
  private void recast(Path file, String kernel) throws IOException {
    cast = casting.of(kernel);
    state = cast.initial();
    try (JournalReader reader = JournalReader.open(file)) {
      for (long i = 0; i < events; i++) {
        JournalReader.Entry entry = Objects.requireNonNull(reader.read());
        state = cast.loop().on(state, entry.event()).next();
      }
    }
  }

  private void step(JournalReader.Entry entry) {
    Event event = entry.event();
    if (event instanceof Event.Planned planned) {
      event = planned(entry, planned);
    }
    ControlLoop.Step step = cast.loop().on(state, event);
    state = step.next();
    events++;
    List<ObjectNode> made = new ArrayList<>();
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Plan plan) {
        asked.clear();
        asked.put(plan.request(), plan);
      }
      ObjectNode record = EffectCodec.encode(effect);
      if (record != null) {
        made.add(record);
      }
    }
    compare(entry, made);
  }

  /** The decision made again: it also brings the controller's memory, which is not journaled. */
  private Event planned(JournalReader.Entry entry, Event.Planned planned) {
    Effect.Plan plan = asked.get(planned.request());
    if (plan == null) {
      return planned;
    }
    plans++;
    Decision again = cast.planner().plan(plan, planned.decision().iterations());
    JsonNode journaled = entry.record().get("decision");
    String made = Line.canonical(DecisionCodec.encode(again));
    if (!made.equals(Line.canonical(journaled))) {
      differ(entry.line(), "the plan", Line.canonical(journaled), made);
    }
    return new Event.Planned(
        planned.reactor(), planned.at(), planned.request(), again, planned.solveMs());
  }

  private void compare(JournalReader.Entry entry, List<ObjectNode> made) {
    int count = Math.max(made.size(), entry.effects().size());
    for (int i = 0; i < count; i++) {
      effects++;
      String then = text(entry.effects(), i);
      String now = text(made, i);
      if (!then.equals(now)) {
        differ(entry.line() + 1 + i, "an effect", then, now);
      }
    }
  }

  private static String text(List<? extends JsonNode> records, int index) {
    @Nullable JsonNode record = index < records.size() ? records.get(index) : null;
    return record == null ? "nothing" : Line.canonical(record);
  }

  private void differ(long line, String what, String journaled, String now) {
    int at = 0;
    int most = Math.min(journaled.length(), now.length());
    while (at < most && journaled.charAt(at) == now.charAt(at)) {
      at++;
    }
    differences.add(
        "line %d: %s differs from column %d on: journaled …%s, computed …%s"
            .formatted(line, what, at, excerpt(journaled, at), excerpt(now, at)));
  }

  private static String excerpt(String text, int at) {
    return text.substring(Math.max(0, at - 30), Math.min(text.length(), at + 60));
  }
}
