package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sums that a backward pass fills. */
final class Cotangents {
  final double[] parameters;

  /** λ on the way back; at the end dL/dx(start). */
  final double[] state;

  private final int levelCount;
  double loss = Double.NaN;
  double[][] levels = new double[0][];
  double[] switchTimes = new double[0];
  double[] pulseTimes = new double[0];
  double[] pulseAmounts = new double[0];

  Cotangents(ParametricField field) {
    parameters = new double[field.parameters()];
    state = new double[field.states()];
    levelCount = field.levels();
  }

  void clear(Stimulus stimulus) {
    Arrays.fill(parameters, 0.0);
    Arrays.fill(state, 0.0);
    loss = 0.0;
    int switches = stimulus.times().size();
    int pulses = stimulus.pulses().size();
    if (levels.length != switches) {
      levels = new double[switches][levelCount];
      switchTimes = new double[switches];
    }
    if (pulseTimes.length != pulses) {
      pulseTimes = new double[pulses];
      pulseAmounts = new double[pulses];
    }
    for (double[] row : levels) {
      Arrays.fill(row, 0.0);
    }
    Arrays.fill(switchTimes, 0.0);
    Arrays.fill(pulseTimes, 0.0);
    Arrays.fill(pulseAmounts, 0.0);
  }

  /** No gradient: everything is NaN, so that nobody mistakes a part for the whole. */
  void invalidate() {
    loss = Double.NaN;
    Arrays.fill(parameters, Double.NaN);
    Arrays.fill(state, Double.NaN);
    for (double[] row : levels) {
      Arrays.fill(row, Double.NaN);
    }
    Arrays.fill(switchTimes, Double.NaN);
    Arrays.fill(pulseTimes, Double.NaN);
    Arrays.fill(pulseAmounts, Double.NaN);
  }

  /** Throws unless all sums are finite. */
  void requireFinite() {
    double sum = 0.0;
    for (double v : parameters) {
      sum += 0.0 * v;
    }
    for (double v : state) {
      sum += 0.0 * v;
    }
    if (sum != 0.0 || Double.isNaN(sum)) {
      invalidate();
      throw new ArithmeticException(
          "the backward pass met values that are not finite; there is no gradient");
    }
  }

  Gradient toGradient() {
    List<Vec> rows = new ArrayList<>();
    for (double[] row : levels) {
      rows.add(Vec.of(row));
    }
    return new Gradient(
        loss,
        Vec.of(parameters),
        Vec.of(state),
        rows,
        Vec.of(switchTimes),
        Vec.of(pulseTimes),
        Vec.of(pulseAmounts));
  }
}
