package io.biopilot.mpc.problem;

import io.biopilot.twin.autodiff.SmoothMap;

/**
 * One term of what is minimised. The map has one output.
 *
 * @param name for messages
 * @param where STAGE: summed over the nodes before the last; INTEGRAL: the same, times the length
 *     of the interval (h); TERMINAL: at the last node
 * @param kind ECONOMIC: weight · value; TRACKING: weight · (value − target)², for which a
 *     Gauss-Newton Hessian exists
 * @param map of [states | inputs | impulses | t]
 * @param weight multiplies the term
 * @param target of a tracking term; not used by an economic one
 */
public record CostTerm(
    String name, Where where, Kind kind, SmoothMap map, Knob weight, Knob target) {

  /** Nodes that count. */
  public enum Where {
    STAGE,
    INTEGRAL,
    TERMINAL
  }

  /** Form of the term. */
  public enum Kind {
    ECONOMIC,
    TRACKING
  }

  public CostTerm {
    if (map.shape().outputs() != 1) {
      throw new IllegalArgumentException(
          "cost %s must have one value, has %d".formatted(name, map.shape().outputs()));
    }
  }

  public static CostTerm economic(String name, Where where, SmoothMap map) {
    return new CostTerm(
        name,
        where,
        Kind.ECONOMIC,
        map,
        new Knob(name + ".weight", 1.0),
        new Knob(name + ".target", Double.NEGATIVE_INFINITY));
  }

  public static CostTerm tracking(String name, Where where, SmoothMap map, double target) {
    return new CostTerm(
        name,
        where,
        Kind.TRACKING,
        map,
        new Knob(name + ".weight", 1.0),
        new Knob(name + ".target", target));
  }

  public CostTerm withWeight(double value) {
    return new CostTerm(name, where, kind, map, new Knob(weight.name(), value), target);
  }
}
