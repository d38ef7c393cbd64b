package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state as people see it: an immutable snapshot after an event. All times of the batch are in h
 * since inoculation; {@link Batch#inoculated()} places them on the clock.
 *
 * @param tick newest tick, -1 before the first
 * @param at time of the newest event
 * @param shadow plans and shows, writes nothing
 * @param variables what is measured, estimated or predicted, in the configured order
 * @param actuators set-points
 * @param dosers what is given in doses
 * @param alarms most urgent first
 * @param newestSample source time of the newest sample of any tag; null before the first
 */
public record View(
    String reactor,
    long tick,
    Instant at,
    Batch batch,
    Mode mode,
    boolean shadow,
    List<Variable> variables,
    List<Actuator> actuators,
    List<Doser> dosers,
    List<Alarm> alarms,
    ControllerCard controller,
    ModelCard model,
    List<Connection> connections,
    @Nullable Instant newestSample) {
  public View {
    variables = List.copyOf(variables);
    actuators = List.copyOf(actuators);
    dosers = List.copyOf(dosers);
    alarms = List.copyOf(alarms);
    connections = List.copyOf(connections);
  }

  /**
   * @param name empty while there is none
   * @param inoculated null while there is none
   * @param hours since inoculation; NaN while there is none
   * @param endHours planned harvest (h)
   */
  public record Batch(
      String name, Phase phase, @Nullable Instant inoculated, double hours, double endHours) {}

  /**
   * @param name of the tag or the model's quantity, e.g. {@code DO}, {@code X}
   * @param label for people, e.g. "Dissolved oxygen"
   * @param lower limit that the controller keeps; NaN without
   * @param upper limit that the controller keeps; NaN without
   * @param measured newest reading; null if not measured or never seen
   * @param stale whether the reading is older than its kind may be
   * @param estimate null if the twin does not know it, or before the batch
   * @param forecast from now to harvest; null without a plan
   */
  public record Variable(
      String name,
      String label,
      String unit,
      double lower,
      double upper,
      @Nullable Reading measured,
      boolean stale,
      @Nullable Gaussian estimate,
      @Nullable Forecast forecast) {}

  /**
   * @param time source time
   */
  public record Reading(double value, Instant time, Quality quality, SampleKind kind) {}

  public record Gaussian(double mean, double deviation) {}

  /**
   * @param hours since inoculation, increasing
   * @param mean one an hour
   * @param deviation one an hour
   */
  public record Forecast(Vec hours, Vec mean, Vec deviation) {}

  /**
   * @param name configured name, e.g. {@code Feed}
   * @param lower smallest value that the gate lets pass
   * @param upper largest value that the gate lets pass
   * @param setpoint last written (in shadow: that would have been written); NaN before the first
   * @param inEffect whether the plant took the newest set-point
   * @param actual as the plant reports it; null if it does not
   * @param manual the operator's set-point in MANUAL; NaN without
   * @param planned steps from now on; empty without a plan
   */
  public record Actuator(
      String name,
      String label,
      String unit,
      double lower,
      double upper,
      double setpoint,
      boolean inEffect,
      @Nullable Reading actual,
      double manual,
      List<Level> planned) {
    public Actuator {
      planned = List.copyOf(planned);
    }
  }

  /** A level that begins at a time and holds until the next. */
  public record Level(double hours, double value) {}

  /**
   * @param total given so far in this batch
   * @param budget most that may be given in a batch
   * @param waiting whether a dose was sent and not yet read back
   * @param given doses of this batch, in order
   * @param planned doses, in order
   */
  public record Doser(
      String name,
      String label,
      String unit,
      double minimum,
      double maximum,
      double step,
      double total,
      double budget,
      boolean waiting,
      List<Level> given,
      List<Level> planned) {
    public Doser {
      given = List.copyOf(given);
      planned = List.copyOf(planned);
    }
  }

  /**
   * @param name what drives in AUTO: {@code recipe}, {@code nominal}, {@code learning}
   * @param source who proposed what was written last
   * @param status the solver's own words, e.g. "converged"
   * @param solveMs wall time of the newest answer; NaN before the first
   * @param iterations of the newest answer
   * @param activeConstraints most important first, in words
   * @param fallbackReason why not the plan, in words; empty while the plan drives
   * @param changes what the gate changed in this tick and why, in words
   * @param nextTick when it will think next
   */
  public record ControllerCard(
      String name,
      Source source,
      String status,
      double solveMs,
      int iterations,
      List<String> activeConstraints,
      String fallbackReason,
      List<String> changes,
      @Nullable Instant nextTick) {
    public ControllerCard {
      activeConstraints = List.copyOf(activeConstraints);
      changes = List.copyOf(changes);
    }
  }

  /**
   * @param version promotions so far
   * @param training whether a training run is under way
   * @param summary of the newest training run, in words; empty before the first
   */
  public record ModelCard(int version, String hash, boolean training, String summary) {}

  public record Connection(String name, ConnectionState state) {}
}
