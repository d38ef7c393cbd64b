package io.biopilot.mpc.transcription;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PlainPanels;

/**
 * How an interval is integrated.
 *
 * @param tableau explicit where the model is not stiff over a step, diagonally implicit otherwise
 * @param longestStep h; an interval is divided into equal steps no longer than this
 * @param panels who multiplies small matrices, here and in the solver; all to the same last bit
 */
public record Scheme(Tableau tableau, double longestStep, Panels panels) {
  public Scheme {
    if (!(longestStep > 0.0)) {
      throw new IllegalArgumentException(
          "the longest step (%s h) must be positive".formatted(longestStep));
    }
  }

  /** With small products in plain Java. */
  public Scheme(Tableau tableau, double longestStep) {
    this(tableau, longestStep, new PlainPanels());
  }

  int steps(double interval) {
    return Math.max(1, (int) Math.ceil(interval / longestStep - 1e-9));
  }
}
