package io.biopilot.agent.loop;

import io.biopilot.connectors.Subscription;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where people meet the agent: the page and the console use it, the runtime provides it. */
public interface Desk {

  /** The newest state. */
  View view();

  /**
   * Told of every new state, from the loop's own thread: hand over and return. Called once at once.
   */
  Subscription watch(Consumer<View> listener);

  /**
   * Passes a command to the loop. The runtime gives it its id and time, so that those of the
   * argument do not matter. Never fails exceptionally for a refused command.
   */
  CompletionStage<Answer> submit(OperatorCommand command);
}
