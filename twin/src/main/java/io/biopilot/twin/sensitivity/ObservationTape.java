package io.biopilot.twin.sensitivity;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The loss's terms along a forward solve, and their derivatives with respect to the states. */
final class ObservationTape {
  private final BoundField field;
  private final Cotangents sums;
  private @Nullable Loss loss;

  int count;

  /** Step in which the observation lies; -1 at the start. */
  int[] step = new int[16];

  double[] times = new double[16];

  /** dL/dx at each observation. */
  double[][] bars = new double[16][];

  ObservationTape(BoundField field, Cotangents sums) {
    this.field = field;
    this.sums = sums;
  }

  void use(Loss newLoss) {
    loss = newLoss;
  }

  void clear() {
    count = 0;
  }

  void add(int index, double t, double[] y, int inStep) {
    int i = count++;
    if (i == step.length) {
      step = Arrays.copyOf(step, 2 * i);
      times = Arrays.copyOf(times, 2 * i);
      bars = Arrays.copyOf(bars, 2 * i);
    }
    if (bars[i] == null) {
      bars[i] = new double[field.n];
    }
    Arrays.fill(bars[i], 0.0);
    step[i] = inStep;
    times[i] = t;
    field.point(t, y);
    sums.loss +=
        Objects.requireNonNull(loss).addTerm(index, field.z, field.p, bars[i], sums.parameters);
  }
}
