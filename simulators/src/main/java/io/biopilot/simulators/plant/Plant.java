package io.biopilot.simulators.plant;

/**
 * A reactor with what is in it and its own local control, as it truly is. One thread at a time.
 *
 * <p>Time goes in whole control periods of {@link #PERIOD_SECONDS}; nothing happens inside before a
 * batch is started.
 */
public interface Plant {

  /** Period of the plant's own control (s); time advances in multiples of it. */
  int PERIOD_SECONDS = 5;

  /** Inoculates with the numbers of the seed. Answers NOT_NOW while a batch runs. */
  Answer start(long seed);

  /** Ends the batch: pumps stop, what is counted stays as it is. */
  void harvest();

  boolean running();

  /** Batch time (s); 0 before the first start, and standing still after harvest. */
  long batchSeconds();

  /** Batch time (h). */
  default double batchHours() {
    return batchSeconds() / 3600.0;
  }

  /** Goes on with the inputs as they are; seconds is a multiple of the period. */
  void advance(int seconds);

  /** Sets an input, in its unit; in force from now on. */
  Answer set(Input input, double value);

  /** The set-point in force. */
  double setpoint(Input input);

  /** Hands stirrer and air to the plant's own oxygen loop, or takes them from it; bumpless. */
  void oxygenLoop(boolean on);

  boolean oxygenLoop();

  /** Runs a dose of inducer (g) at once, if its id is above the last one that was run. */
  Answer dose(long id, double grams);

  /** Whether a dose may be of this size (g); a no is counted as a refused write. */
  boolean doseable(double grams);

  /** Newest id that was run; 0 before the first. */
  long lastDoseId();

  /** Falls back: feed and doses stop and are refused until re-armed; own loops stay. Latched. */
  void fallBack();

  void rearm();

  boolean fallenBack();

  /** A true value, in the quantity's unit. */
  double value(Quantity quantity);

  Truth truth();

  PlantImage image();

  /** Takes the state of an image made by a plant of the same kind. */
  void restore(PlantImage image);
}
