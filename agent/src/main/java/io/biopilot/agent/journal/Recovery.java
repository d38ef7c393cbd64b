package io.biopilot.agent.journal;

import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a journal left off: the state that its events lead to, without any effect being carried
 * out.
 *
 * @param header of the journal
 * @param nextCommand above every id of a command in it
 * @param events how many there are
 */
public record Recovery(JournalHeader header, LoopState state, long nextCommand, long events) {

  /** Told of each event again and of what follows from it. */
  @FunctionalInterface
  public interface Witness {
    void saw(ControlLoop loop, Event event, ControlLoop.Step step);
  }

  /** As below, for nobody's eyes. */
  public static @Nullable Recovery read(Path file, ControlLoop loop, LoopState initial)
      throws IOException {
    return read(file, loop, initial, (same, event, step) -> {});
  }

  /** Null if there is no journal. */
  public static @Nullable Recovery read(
      Path file, ControlLoop loop, LoopState initial, Witness witness) throws IOException {
    if (!file.toFile().isFile() || JournalReader.soundLength(file) == 0) {
      return null;
    }
    try (JournalReader reader = JournalReader.open(file)) {
      LoopState state = initial;
      long nextCommand = 1;
      long events = 0;
      JournalReader.Entry entry;
      while ((entry = reader.read()) != null) {
        Event event = entry.event();
        ControlLoop.Step step = loop.on(state, event);
        state = step.next();
        witness.saw(loop, event, step);
        events++;
        if (event instanceof OperatorCommand command) {
          nextCommand = Math.max(nextCommand, command.id() + 1);
        }
      }
      return new Recovery(reader.header(), state, nextCommand, events);
    }
  }

  /**
   * The kernels that an interrupted batch was computed with last; null if there is no such batch.
   */
  public static @Nullable String kernel(Path file) throws IOException {
    if (!file.toFile().isFile() || JournalReader.soundLength(file) == 0) {
      return null;
    }
    try (JournalReader reader = JournalReader.open(file)) {
      String kernel = reader.header().kernel();
      boolean running = false;
      JournalReader.Entry entry;
      while ((entry = reader.read()) != null) {
        if (entry.event() instanceof Event.Started started) {
          kernel = started.kernel();
        } else if (entry.event() instanceof OperatorCommand.StartBatch) {
          running |= done(entry);
        } else if (entry.event() instanceof OperatorCommand.EndBatch) {
          running &= !done(entry);
        }
      }
      return running ? kernel : null;
    } catch (IllegalArgumentException foreign) {
      throw new IOException("%s: %s".formatted(file, foreign.getMessage()), foreign);
    }
  }

  private static boolean done(JournalReader.Entry command) {
    return command.effects().stream().anyMatch(effect -> effect.path("done").asBoolean());
  }
}
