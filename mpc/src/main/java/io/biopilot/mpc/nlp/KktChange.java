package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * A change of a program's data, as far as its optimality conditions see it, or what such a change
 * is worth to the solution; mutable, flat arrays in the order of {@link StageShape} and {@link
 * StageQp}.
 */
public final class KktChange {

  final double[] initial;
  final double[] gradient;
  final double[] transitions;
  final double[] rows;
  final double[] lower;
  final double[] upper;
  final double[] linear;
  final double[] quadratic;

  public KktChange(StageShape shape) {
    int limits = shape.totalVariables() + shape.totalRows();
    initial = new double[shape.states(0)];
    gradient = new double[shape.totalVariables()];
    transitions = new double[shape.totalStates()];
    rows = new double[shape.totalRows()];
    lower = new double[limits];
    upper = new double[limits];
    linear = new double[limits];
    quadratic = new double[limits];
  }

  public void clear() {
    Arrays.fill(initial, 0.0);
    Arrays.fill(gradient, 0.0);
    Arrays.fill(transitions, 0.0);
    Arrays.fill(rows, 0.0);
    Arrays.fill(lower, 0.0);
    Arrays.fill(upper, 0.0);
    Arrays.fill(linear, 0.0);
    Arrays.fill(quadratic, 0.0);
  }

  /** Of the first stage's states. */
  public double[] initial() {
    return initial;
  }

  /** Of the Lagrangian's gradient with fixed variables and multipliers, by variable. */
  public double[] gradient() {
    return gradient;
  }

  /** Of Φ, by state; those of stage 0 do not count. */
  public double[] transitions() {
    return transitions;
  }

  /** Of the rows' values. */
  public double[] rows() {
    return rows;
  }

  /** Of the lower limits. */
  public double[] lower() {
    return lower;
  }

  /** Of the upper limits. */
  public double[] upper() {
    return upper;
  }

  /** Of the limits' linear prices. */
  public double[] linear() {
    return linear;
  }

  /** Of the limits' quadratic prices. */
  public double[] quadratic() {
    return quadratic;
  }
}
