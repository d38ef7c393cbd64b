package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was kept of an integration.
 *
 * @param outcome how it ended; if it is not usable, what is here is the part before
 * @param times the save times passed, or the ends of steps
 * @param states one a time
 * @param end time of the last state
 * @param endState state at the end
 * @param happenings events found, in order
 * @param trajectory the dense output, if it was asked for
 * @param statistics the work done
 */
public record Solution(
    Outcome outcome,
    Vec times,
    List<Vec> states,
    double end,
    Vec endState,
    List<Happening> happenings,
    @Nullable Trajectory trajectory,
    Counts.Statistics statistics) {

  /** An event that happened: its index in the problem, when, and the state there. */
  public record Happening(int event, double time, Vec state) {}

  public Solution {
    states = List.copyOf(states);
    happenings = List.copyOf(happenings);
  }

  /** This, if its outcome is usable. */
  public Solution orThrow() {
    if (!outcome.usable()) {
      throw new ArithmeticException("the integration failed: " + outcome.describe());
    }
    return this;
  }

  /** The dense output of a solve with {@code SaveAt.trajectory()}. */
  public Trajectory dense() {
    if (trajectory == null) {
      throw new IllegalStateException("no trajectory was kept: solve with SaveAt.trajectory()");
    }
    return trajectory;
  }
}
