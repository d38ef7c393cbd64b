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
   * fails for good (wrong password, untrusted certificate, unknown tag) with a message for the user
   * in a {@link ConnectionFailure}.
   */
  CompletionStage<Void> open();

  CompletionStage<Void> close();

  ConnectionState state();

  /** Told of every change of state; called at once with the present one. */
  Subscription watch(Consumer<ConnectionState> listener);

  /**
   * Samples of these tags from now on, also after a reconnect. A tag that the configuration does
   * not map is an {@link IllegalArgumentException} which names it.
   */
  Subscription subscribe(Set<Tag> tags, Consumer<Sample> listener);

  /**
   * The present value of each tag, in the iteration order of the set; a tag that could not be read
   * comes with {@link Quality#BAD} and NaN. Fails when the other side is away.
   */
  CompletionStage<List<Sample>> read(Set<Tag> tags);

  /**
   * One message to the plant with all set-points in the given order (OPC UA: one Write request), so
   * that a last item can acknowledge those before it. One result a set-point, in order. Never fails
   * exceptionally for a refused or lost write. While the other side is away everything is refused
   * at once: nothing is queued, so that no stale set-point is delivered after a reconnect.
   */
  CompletionStage<List<WriteResult>> write(List<Setpoint> setpoints);

  /** Never fails exceptionally; refused at once while the other side is away. */
  CompletionStage<CallResult> call(Command command);

  /** Told of what cannot become a sample or a result. */
  Subscription notices(Consumer<Notice> listener);
}
