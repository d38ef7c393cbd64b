package io.biopilot.mpc.nlp;

/**
 * Limits and choices of {@link SqpSolver}.
 *
 * @param tolerance of every KKT residual: stationarity, transitions, limits, complementarity
 * @param curvature which Hessian
 * @param floor smallest curvature of the reduced Hessians (objective unit per squared control
 *     unit). Absolute: a scale taken from the Hessian at hand would move with every iterate, and
 *     with it the step in directions that the objective leaves open. Where controls or the
 *     objective have small numbers it must be small too (do-mpc's CSTR in units of its own: 1e-12)
 * @param relaxPrice price of the exact slack that replaces hard limits no point can keep
 * @param qpIterations most interior-point steps a quadratic program
 * @param trial where a step leads
 */
public record SqpSettings(
    double tolerance,
    NonlinearProgram.Curvature curvature,
    double floor,
    double relaxPrice,
    int qpIterations,
    Trial trial) {

  /** How the point after a step is made. */
  public enum Trial {
    /** States step like controls; transitions hold in the end only. Fast near the solution. */
    SHOOT,
    /**
     * Controls step, states follow by simulation, so that every iterate is a trajectory.
     * Sure-footed far from the solution where rate laws saturate.
     */
    SIMULATE
  }

  public SqpSettings {
    if (!(tolerance > 0.0) || !(floor > 0.0) || !(relaxPrice > 0.0)) {
      throw new IllegalArgumentException(
          "tolerance (%s), floor (%s) and relaxation price (%s) must be positive"
              .formatted(tolerance, floor, relaxPrice));
    }
  }

  /** Exact Hessian, KKT 1e-6. */
  public static SqpSettings standard() {
    return new SqpSettings(1e-6, NonlinearProgram.Curvature.EXACT, 1e-6, 1e3, 60, Trial.SHOOT);
  }

  public SqpSettings withTolerance(double value) {
    return new SqpSettings(value, curvature, floor, relaxPrice, qpIterations, trial);
  }

  public SqpSettings withCurvature(NonlinearProgram.Curvature value) {
    return new SqpSettings(tolerance, value, floor, relaxPrice, qpIterations, trial);
  }

  public SqpSettings withFloor(double value) {
    return new SqpSettings(tolerance, curvature, value, relaxPrice, qpIterations, trial);
  }

  public SqpSettings withRelaxPrice(double value) {
    return new SqpSettings(tolerance, curvature, floor, value, qpIterations, trial);
  }

  public SqpSettings withTrial(Trial value) {
    return new SqpSettings(tolerance, curvature, floor, relaxPrice, qpIterations, value);
  }
}
