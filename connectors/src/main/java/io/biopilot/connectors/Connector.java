package io.biopilot.connectors;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A way to a plant. One adapter a protocol; all pass {@code ConnectorContract}.
 *
 * <p>Listeners are called on the adapter's own thread, one sample at a time for each subscription,
 * in order of arrival; they must hand over and return, and never wait for another call to the same
 * connector.
 */
public interface Connector {

  /**
   * Connects, and keeps reconnecting until closed. Completes when the first connection stands, or
   * fails for good (wrong password, untrusted certificate, unknown tag) with a message for the
   * user.
   */
  CompletionStage<Void> open();

  CompletionStage<Void> close();

  ConnectionState state();

  /** Told of every change of state; called at once with the present one. */
  Subscription watch(Consumer<ConnectionState> listener);

  Subscription subscribe(Set<Tag> tags, Consumer<Sample> listener);

  CompletionStage<List<Sample>> read(Set<Tag> tags);

  /** One result a set-point, in order. Never fails exceptionally for a refused or lost write. */
  CompletionStage<List<WriteResult>> write(List<Setpoint> setpoints);

  CompletionStage<CallResult> call(Command command);
}
