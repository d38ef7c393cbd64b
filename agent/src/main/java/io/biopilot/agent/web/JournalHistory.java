package io.biopilot.agent.web;

import io.biopilot.agent.journal.JournalReader;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import java.io.IOException;
import java.nio.file.Path;

/** Shows a recorder what a journal tells, for an export and after a restart. */
public final class JournalHistory {
  private JournalHistory() {}

  /**
   * Gives every event of the journal to the loop, and what follows from it to the recorder. No
   * effect is carried out.
   *
   * @param loop as it was configured when the journal was written
   * @param initial state before the journal's first event
   */
  public static void readInto(Path journal, ControlLoop loop, LoopState initial, Recorder recorder)
      throws IOException {
    LoopState state = initial;
    try (JournalReader reader = JournalReader.open(journal)) {
      JournalReader.Entry entry;
      while ((entry = reader.read()) != null) {
        ControlLoop.Step step = loop.on(state, entry.event());
        state = step.next();
        show(loop, entry.event(), step, recorder);
      }
    }
  }

  /** The same for a journal that is being read anyway, as an agent does when it comes back. */
  public static Recovery.Witness into(Recorder recorder) {
    return (loop, event, step) -> show(loop, event, step, recorder);
  }

  private static void show(
      ControlLoop loop, Event event, ControlLoop.Step step, Recorder recorder) {
    recorder.accept(loop.view(step.next()));
    if (event instanceof OperatorCommand command) {
      note(command, step, recorder);
    }
  }

  private static void note(OperatorCommand command, ControlLoop.Step step, Recorder recorder) {
    for (Effect effect : step.effects()) {
      if (effect instanceof Effect.Reply reply) {
        recorder.answered(command, reply.answer());
      }
    }
  }
}
