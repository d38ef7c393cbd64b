package io.biopilot.mpc.nlp;

/**
 * Limits and choices of {@link SqpSolver}.
 *
 * @param tolerance of every KKT residual: stationarity, transitions, limits, complementarity
 * @param curvature which Hessian
 * @param floor smallest curvature of the reduced Hessians (objective unit per squared control unit)
 * @param relaxPrice price of the exact slack that replaces hard limits no point can keep
 * @param qpIterations most interior-point steps a quadratic program
 * @param warmBarrier where a warm start of the interior point begins
 */
public record SqpSettings(
    double tolerance,
    NonlinearProgram.Curvature curvature,
    double floor,
    double relaxPrice,
    int qpIterations,
    double warmBarrier) {
  public SqpSettings {
    if (!(tolerance > 0.0) || !(floor > 0.0) || !(relaxPrice > 0.0)) {
      throw new IllegalArgumentException(
          "tolerance (%s), floor (%s) and relaxation price (%s) must be positive"
              .formatted(tolerance, floor, relaxPrice));
    }
  }

  /** Exact Hessian, KKT 1e-6. */
  public static SqpSettings standard() {
    return new SqpSettings(1e-6, NonlinearProgram.Curvature.EXACT, 1e-6, 1e3, 60, 1e-3);
  }

  public SqpSettings withTolerance(double value) {
    return new SqpSettings(value, curvature, floor, relaxPrice, qpIterations, warmBarrier);
  }

  public SqpSettings withCurvature(NonlinearProgram.Curvature value) {
    return new SqpSettings(tolerance, value, floor, relaxPrice, qpIterations, warmBarrier);
  }

  public SqpSettings withFloor(double value) {
    return new SqpSettings(tolerance, curvature, value, relaxPrice, qpIterations, warmBarrier);
  }

  public SqpSettings withRelaxPrice(double value) {
    return new SqpSettings(tolerance, curvature, floor, value, qpIterations, warmBarrier);
  }

  public SqpSettings withWarmBarrier(double value) {
    return new SqpSettings(tolerance, curvature, floor, relaxPrice, qpIterations, value);
  }
}
