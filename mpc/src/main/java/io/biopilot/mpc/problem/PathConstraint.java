package io.biopilot.mpc.problem;

import io.biopilot.twin.autodiff.SmoothMap;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the way: lower + margin ≤ value ≤ upper − margin.
 *
 * @param name for messages and knobs, e.g. {@code DO}
 * @param state index of the state it limits, or -1 where the map says what is limited
 * @param map of [states | inputs | impulses | t] with one output; null for a state
 * @param lower may be −∞
 * @param upper may be +∞
 * @param margin back-off of both limits from their declared values, in the value's unit
 * @param from first time (h since batch start) at which it holds; −∞ for always
 * @param softness price of breaking it
 * @param where NODES: at every node after the first (maps with inputs: at every node before the
 *     last); END: at the last node only
 */
public record PathConstraint(
    String name,
    int state,
    @Nullable SmoothMap map,
    Knob lower,
    Knob upper,
    Knob margin,
    Knob from,
    Softness softness,
    Where where) {

  /** Nodes at which it holds. */
  public enum Where {
    NODES,
    END
  }

  public PathConstraint {
    if ((state < 0) == (map == null)) {
      throw new IllegalArgumentException(
          "limit %s needs either a state or an expression".formatted(name));
    }
    if (!(lower.value() <= upper.value())) {
      throw new IllegalArgumentException(
          "lower (%s) must not exceed upper (%s) for %s"
              .formatted(lower.value(), upper.value(), name));
    }
  }

  /** A hard limit on a state, with knobs named after it. */
  public static PathConstraint onState(int state, String name, double lower, double upper) {
    return of(name, state, null, lower, upper);
  }

  /** A hard limit on an expression. */
  public static PathConstraint on(SmoothMap map, String name, double lower, double upper) {
    return of(name, -1, map, lower, upper);
  }

  private static PathConstraint of(
      String name, int state, @Nullable SmoothMap map, double lower, double upper) {
    return new PathConstraint(
        name,
        state,
        map,
        new Knob(name + ".lower", lower),
        new Knob(name + ".upper", upper),
        new Knob(name + ".margin", 0.0),
        new Knob(name + ".from", Double.NEGATIVE_INFINITY),
        Softness.hard(name),
        Where.NODES);
  }

  /** This limit with the values in force as the declared ones. */
  PathConstraint in(Values values) {
    return new PathConstraint(
        name,
        state,
        map,
        lower.in(values),
        upper.in(values),
        margin.in(values),
        from.in(values),
        softness.in(values),
        where);
  }

  public PathConstraint soft(double linear, double quadratic) {
    Softness price = Softness.of(name, linear, quadratic);
    return new PathConstraint(name, state, map, lower, upper, margin, from, price, where);
  }

  public PathConstraint withMargin(double value) {
    Knob knob = new Knob(margin.name(), value);
    return new PathConstraint(name, state, map, lower, upper, knob, from, softness, where);
  }

  public PathConstraint from(double time) {
    Knob knob = new Knob(from.name(), time);
    return new PathConstraint(name, state, map, lower, upper, margin, knob, softness, where);
  }

  public PathConstraint atEnd() {
    return new PathConstraint(name, state, map, lower, upper, margin, from, softness, Where.END);
  }
}
