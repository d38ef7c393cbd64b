package io.biopilot.mpc.transcription;

/**
 * How an interval is integrated.
 *
 * @param tableau explicit where the model is not stiff over a step, diagonally implicit otherwise
 * @param longestStep h; an interval is divided into equal steps no longer than this
 */
public record Scheme(Tableau tableau, double longestStep) {
  public Scheme {
    if (!(longestStep > 0.0)) {
      throw new IllegalArgumentException(
          "the longest step (%s h) must be positive".formatted(longestStep));
    }
  }

  int steps(double interval) {
    return Math.max(1, (int) Math.ceil(interval / longestStep - 1e-9));
  }
}
