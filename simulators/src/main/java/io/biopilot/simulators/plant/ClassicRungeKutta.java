package io.biopilot.simulators.plant;

import java.util.Arrays;

/**
 * The classic Runge-Kutta method of order 4 with steps held inside its stability region: a plant's
 * loops switch every few seconds, so the fixed step costs less than an adaptive method's restarts,
 * and its result depends on nothing but the numbers put in.
 *
 * <p>Source: Hairer, Nørsett and Wanner 1993, §II.1, table 1.2. Workspace of one plant; not
 * thread-safe.
 */
final class ClassicRungeKutta {

  /** Step times fastest rate; the method is stable to 2.78, and accurate well below. */
  private static final double REACH = 0.5;

  private static final int MOST_STEPS = 10_000;

  private final double[] stage;
  private final double[] k1;
  private final double[] k2;
  private final double[] k3;
  private final double[] k4;

  ClassicRungeKutta(int states) {
    stage = new double[states];
    k1 = new double[states];
    k2 = new double[states];
    k3 = new double[states];
    k4 = new double[states];
  }

  /** Moves y on by the given hours with the inputs that the kinetics hold. */
  void advance(EcoliKinetics kinetics, double[] y, double hours) {
    double left = hours;
    for (int i = 0; i < MOST_STEPS && left > 0; i++) {
      double steps = Math.ceil(left * kinetics.stiffness(y) / REACH);
      double h = steps <= 1 ? left : left / steps;
      step(kinetics, y, h);
      left = steps <= 1 ? 0 : left - h;
    }
    if (left > 0) {
      throw new IllegalStateException(
          "%d steps did not suffice for %s h at y = %s"
              .formatted(MOST_STEPS, hours, Arrays.toString(y)));
    }
  }

  private void step(EcoliKinetics kinetics, double[] y, double h) {
    kinetics.derivativeInto(y, k1);
    stageInto(y, k1, h / 2);
    kinetics.derivativeInto(stage, k2);
    stageInto(y, k2, h / 2);
    kinetics.derivativeInto(stage, k3);
    stageInto(y, k3, h);
    kinetics.derivativeInto(stage, k4);
    // y ← y + h (k₁ + 2k₂ + 2k₃ + k₄) / 6
    for (int i = 0; i < y.length; i++) {
      y[i] += h / 6 * (k1[i] + 2 * (k2[i] + k3[i]) + k4[i]);
    }
  }

  private void stageInto(double[] y, double[] k, double h) {
    for (int i = 0; i < y.length; i++) {
      stage[i] = y[i] + h * k[i];
    }
  }
}
