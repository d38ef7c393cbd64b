package io.biopilot.agent.loop;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.WriteResult;
import io.biopilot.mpc.control.Decision;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.List;

/** Something that happened to one reactor's agent. The journal keeps every one of them. */
public sealed interface Event permits Event.Plain, OperatorCommand {

  /** e.g. {@code BR1}. */
  String reactor();

  /** When it happened, on the plant's clock (which the shell keeps). */
  Instant at();

  /** Events that no person caused. */
  sealed interface Plain extends Event {}

  /**
   * The agent began to run, new or after an interruption. After a restart the journal's events are
   * replayed first; then this puts a running batch into HOLD.
   *
   * @param version of the agent
   * @param kernel back end of the networks that the shell chose
   */
  record Started(String reactor, Instant at, String version, String kernel) implements Plain {}

  record SampleReceived(String reactor, Instant at, Sample sample) implements Plain {}

  /**
   * Time to look, think and act. In lock step it comes when every sample of the tick is in.
   *
   * @param tick counts from 0, never goes back
   */
  record TickDue(String reactor, Instant at, long tick) implements Plain {}

  /**
   * The controller answered.
   *
   * @param request id of the {@link Effect.Plan} it answers; an answer to an older one is discarded
   * @param solveMs wall time it took (ms); shown and stored, never decided upon
   */
  record Planned(String reactor, Instant at, long request, Decision decision, double solveMs)
      implements Plain {}

  /** The controller did not answer in time, or broke. */
  record PlanMissed(String reactor, Instant at, long request, String reason) implements Plain {}

  /**
   * A training run ended.
   *
   * @param request id of the {@link Effect.Train} it answers
   * @param promoted whether the new parameters beat those in force on data held out (R8)
   * @param parameters in the schema's order; those in force if not promoted
   * @param hash of the model with these parameters
   * @param summary in words and figures, for the record
   */
  record ModelTrained(
      String reactor,
      Instant at,
      long request,
      boolean promoted,
      Vec parameters,
      String hash,
      String summary)
      implements Plain {

    /** The same result at another time: the shell says when it is used. */
    public ModelTrained at(Instant time) {
      return new ModelTrained(reactor, time, request, promoted, parameters, hash, summary);
    }
  }

  /** What became of the set-points of one {@link Effect.Write}. */
  record WriteReported(String reactor, Instant at, long request, List<WriteResult> results)
      implements Plain {
    public WriteReported {
      results = List.copyOf(results);
    }
  }

  record CallReported(String reactor, Instant at, CallResult result) implements Plain {}

  /**
   * A connector or the store tells of something that is no sample, result or change of state: a
   * message that was not understood, values lost on the way, points that were not stored.
   *
   * @param connection configured name, e.g. {@code opcua}, {@code mqtt}, {@code store}
   */
  record Noticed(String reactor, Instant at, String connection, Notice notice) implements Plain {}

  /**
   * @param connection configured name, e.g. {@code opcua}, {@code mqtt}
   */
  record ConnectionChanged(String reactor, Instant at, String connection, ConnectionState state)
      implements Plain {}
}
