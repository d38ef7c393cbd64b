package io.biopilot.agent.loop;

import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.mpc.safety.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reactor's loop must know, made by the configuration and fixed while it runs.
 *
 * @param controller what drives in AUTO, for people: {@code recipe}, {@code nominal}, {@code
 *     learning}
 * @param initialMode before the first batch; a restart during one begins in HOLD whatever this says
 * @param shadow plan and show, write nothing
 */
public record LoopSettings(
    String reactor,
    String controller,
    Mode initialMode,
    boolean shadow,
    Timing timing,
    List<Measured> measured,
    List<Unmeasured> unmeasured,
    List<ModelInput> inputs,
    List<Actuated> actuators,
    List<Dosed> dosers,
    PlantHooks plant,
    BatchPlan batch,
    FallbackFeed fallback,
    Learning learning) {
  public LoopSettings {
    measured = List.copyOf(measured);
    unmeasured = List.copyOf(unmeasured);
    inputs = List.copyOf(inputs);
    actuators = List.copyOf(actuators);
    dosers = List.copyOf(dosers);
  }

  /**
   * @param tick length of a control tick (h)
   * @param shiftTicks how many ticks an old plan may be shifted
   * @param coldAfter failures in a row after which the controller starts from nothing
   * @param returnAfter good plans in a row before the plan drives again after the recipe or HOLD
   * @param future how far ahead of us a sample's clock may be (h)
   * @param outage how long a connection may be away before that is an alarm (h)
   */
  public record Timing(
      double tick, int shiftTicks, int coldAfter, int returnAfter, double future, double outage) {
    public Timing {
      if (!(tick > 0) || shiftTicks < 0 || coldAfter < 1 || returnAfter < 1 || !(future >= 0)) {
        throw new IllegalArgumentException(
            "tick (%s h), cold start after (%s) and return after (%s) must be positive"
                .formatted(tick, coldAfter, returnAfter));
      }
      if (!(outage >= 0)) {
        throw new IllegalArgumentException("outage (%s h) must not be negative".formatted(outage));
      }
    }
  }

  /**
   * A tag that is read.
   *
   * @param label for people
   * @param output the model's output that it measures; null if only shown and stored
   * @param state the model's state shown with it; null if there is none
   * @param deviation standard deviation of one reading (canonical unit)
   * @param relative standard deviation as a share of the value; both are added in squares
   * @param kind online readings of a tick are averaged, others used one by one at their source time
   * @param staleAfter h
   * @param lower alarm limit; NaN without
   * @param upper alarm limit; NaN without
   * @param onceFed the limits hold only once feeding has begun
   */
  public record Measured(
      Tag tag,
      String label,
      @Nullable String output,
      @Nullable String state,
      double deviation,
      double relative,
      SampleKind kind,
      double staleAfter,
      double lower,
      double upper,
      boolean onceFed) {

    /** Standard deviation of one reading of this value. */
    double deviationAt(double value) {
      return Math.hypot(deviation, relative * value);
    }
  }

  /** A state of the model that is shown though nothing measures it. */
  public record Unmeasured(String state, String label, double lower, double upper) {}

  /**
   * An input of the model and where its value comes from.
   *
   * @param actuator whose set-point it is; null for an input that only the plant sets
   * @param actual tag that says what it really was; null if the set-point must do
   * @param initial value before anything is known
   */
  public record ModelInput(
      String input, @Nullable String actuator, @Nullable Tag actual, double initial) {}

  /**
   * A set-point that may be written.
   *
   * @param actuator name of its {@link io.biopilot.mpc.safety.Envelope}
   * @param input of the model that the plan sets; null if it is set by hand only
   */
  public record Actuated(
      String actuator, String label, Tag setpoint, @Nullable Tag actual, @Nullable String input) {}

  /**
   * Something given in doses.
   *
   * @param doser name of its {@link io.biopilot.mpc.safety.DoseLimit}
   * @param impulse of the model
   * @param command name of the connector's command
   * @param argument name of the command's argument for the amount
   * @param lastId tag that reads back the newest id that was run
   */
  public record Dosed(
      String doser, String label, String impulse, String command, String argument, Tag lastId) {}

  /**
   * What the plant offers besides values; each may be absent.
   *
   * @param start command that starts a batch
   * @param running tag, not zero while a batch runs
   * @param fallback tag, not zero while the plant's own local fallback is latched
   * @param rearm command that clears it
   * @param automaticRearm clear it as soon as data and writes are back, without the operator
   */
  public record PlantHooks(
      @Nullable String start,
      @Nullable Tag running,
      @Nullable Tag fallback,
      @Nullable String rearm,
      boolean automaticRearm) {}

  /**
   * @param end planned harvest (h)
   * @param volumeState the model's state for the volume; its start value is the operator's
   * @param biomassState the model's state for the biomass; its start value is the operator's
   */
  public record BatchPlan(double end, String volumeState, String biomassState) {}

  /**
   * Training on the running batch.
   *
   * @param iterations budget of one run; 0 turns training off
   * @param first when the first run may begin (h)
   * @param every time between the beginnings of two runs (h)
   */
  public record Learning(int iterations, double first, double every, long seed) {}
}
