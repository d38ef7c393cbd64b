package io.biopilot.mpc.nlp;

/**
 * How far controls may move in one step, as a share of their range: wider after steps that did what
 * the quadratic model promised, narrower after others. Fletcher, Practical Methods of Optimization
 * (1987), §14.4; Nocedal and Wright 2006, alg. 4.1.
 */
final class TrustRegion {

  private static final double WIDEST = 1.0;
  private static final double NARROWEST = 1e-7;
  private static final double ACCEPTED = 0.05;

  private double radius = 0.5;

  void reset() {
    radius = 0.5;
  }

  boolean exhausted() {
    return radius < NARROWEST;
  }

  /** Narrows the limits of the controls' steps; the limits are relative to the present point. */
  void limit(StageQp qp, double[] lower, double[] upper) {
    StageShape shape = qp.shape();
    for (int k = 0; k < shape.stages(); k++) {
      int offset = shape.variableOffset(k);
      for (int i = offset + shape.states(k); i < offset + shape.variables(k); i++) {
        double range = upper[i] - lower[i];
        if (range < Double.POSITIVE_INFINITY) {
          double most = radius * range;
          qp.lower()[i] = Math.min(0.0, Math.max(qp.lower()[i], -most));
          qp.upper()[i] = Math.max(0.0, Math.min(qp.upper()[i], most));
        }
      }
    }
  }

  /** Whether {@link #accepts} would say no. */
  boolean refuses(double promised, double reduction, double rounding) {
    boolean settled = promised <= rounding && reduction >= -rounding;
    return !settled && !(reduction >= ACCEPTED * promised);
  }

  /**
   * Whether the step is good enough; adapts the radius either way.
   *
   * @param promised reduction of the merit by the model, positive
   * @param rounding differences of the merit below this say nothing
   */
  boolean accepts(double promised, double reduction, double rounding) {
    if (promised <= rounding && reduction >= -rounding) {
      return true;
    }
    double ratio = reduction / promised;
    if (!(ratio >= 0.25)) {
      radius *= ratio >= ACCEPTED ? 0.5 : 0.25;
    } else if (ratio > 0.75) {
      radius = Math.min(WIDEST, 2.0 * radius);
    }
    return ratio >= ACCEPTED;
  }
}
