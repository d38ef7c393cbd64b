package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.transcription.Scheme;

/**
 * How a plan is computed.
 *
 * @param scheme integration of each interval; implicit for stiff models
 * @param solver tolerances of the solver
 * @param feasible largest violation of a transition or a limit (in its unit) at which a plan that
 *     did not converge may still be acted on
 * @param delay time (h) from the estimate to the moment the first move acts; the plan starts from
 *     the state predicted for then
 */
public record PlanSettings(Scheme scheme, SqpSettings solver, double feasible, double delay) {
  public PlanSettings {
    if (!(feasible > 0.0) || !(delay >= 0.0)) {
      throw new IllegalArgumentException(
          "the accepted violation (%s) must be positive, the delay (%s h) not negative"
              .formatted(feasible, delay));
    }
  }

  /** Along trajectories, to 1e-6. */
  public static PlanSettings of(Scheme scheme) {
    SqpSettings solver = SqpSettings.standard().withTrial(SqpSettings.Trial.SIMULATE);
    return new PlanSettings(scheme, solver, 1e-3, 0.0);
  }

  public PlanSettings withDelay(double hours) {
    return new PlanSettings(scheme, solver, feasible, hours);
  }

  public PlanSettings withSolver(SqpSettings settings) {
    return new PlanSettings(scheme, settings, feasible, delay);
  }
}
