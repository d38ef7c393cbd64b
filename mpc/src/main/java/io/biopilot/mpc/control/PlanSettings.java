package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.problem.Robustness;
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
 * @param doseTries most solves spent on finding doses that the pump can give; 0 for rounding the
 *     relaxed amounts once
 * @param robustness what a plan must hold for besides the model
 */
public record PlanSettings(
    Scheme scheme,
    SqpSettings solver,
    double feasible,
    double delay,
    int doseTries,
    Robustness robustness) {
  public PlanSettings {
    if (!(feasible > 0.0) || !(delay >= 0.0)) {
      throw new IllegalArgumentException(
          "the accepted violation (%s) must be positive, the delay (%s h) not negative"
              .formatted(feasible, delay));
    }
    if (doseTries < 0) {
      throw new IllegalArgumentException(
          "the number of solves for doses (%d) must not be negative".formatted(doseTries));
    }
  }

  /** Along trajectories, to 1e-6. */
  public static PlanSettings of(Scheme scheme) {
    SqpSettings solver = SqpSettings.standard().withTrial(SqpSettings.Trial.SIMULATE);
    return new PlanSettings(scheme, solver, 1e-3, 0.0, 0, new Robustness.None());
  }

  public PlanSettings withDelay(double hours) {
    return new PlanSettings(scheme, solver, feasible, hours, doseTries, robustness);
  }

  public PlanSettings withSolver(SqpSettings settings) {
    return new PlanSettings(scheme, settings, feasible, delay, doseTries, robustness);
  }

  public PlanSettings withDoseTries(int most) {
    return new PlanSettings(scheme, solver, feasible, delay, most, robustness);
  }

  public PlanSettings withRobustness(Robustness other) {
    return new PlanSettings(scheme, solver, feasible, delay, doseTries, other);
  }
}
