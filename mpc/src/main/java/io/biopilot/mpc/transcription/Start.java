package io.biopilot.mpc.transcription;

import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;

/**
 * Where the plan begins.
 *
 * @param state model state, length states
 * @param previous inputs in force until now, length inputs
 * @param lowest smallest value each input may take now under its rate limit, length inputs
 * @param highest largest such value
 * @param given integral of each input since batch start (unit · h), length inputs
 * @param dosed sum of each pulse's doses since batch start, length pulses
 */
public record Start(Vec state, Vec previous, Vec lowest, Vec highest, Vec given, Vec dosed) {

  /** A fresh start: nothing given yet, no rate limit on the first move. */
  public static Start fresh(Vec state, Vec previous, int pulses) {
    double[] low = new double[previous.size()];
    double[] high = new double[previous.size()];
    Arrays.fill(low, Double.NEGATIVE_INFINITY);
    Arrays.fill(high, Double.POSITIVE_INFINITY);
    return new Start(
        state, previous, Vec.of(low), Vec.of(high), Vec.zeros(previous.size()), Vec.zeros(pulses));
  }

  public Start withState(Vec other) {
    return new Start(other, previous, lowest, highest, given, dosed);
  }
}
