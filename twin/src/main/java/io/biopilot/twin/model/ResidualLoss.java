package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.sensitivity.Loss;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * ½ Σ ((hₒ(x, u, t; p) − value) / deviation)² over observations of a model's outputs at any times.
 * Holds scratch arrays: one thread.
 */
public final class ResidualLoss implements Loss {

  /**
   * One observed number.
   *
   * @param time when it was drawn (h)
   * @param output index in the schema's outputs
   * @param value in the output's unit
   * @param deviation its standard deviation, in the same unit; above 0
   */
  public record Observation(double time, int output, double value, double deviation) {
    public Observation {
      if (!(deviation > 0.0) || !Double.isFinite(value) || !Double.isFinite(time)) {
        throw new IllegalArgumentException(
            "an observation needs finite time and value and a deviation above 0: %s, %s, %s"
                .formatted(time, value, deviation));
      }
    }
  }

  private final SmoothMap outputs;
  private final SmoothMap.Workspace workspace;
  private final List<Observation> observations;
  private final Vec times;

  /** First observation of each time, and one past the last. */
  private final int[] first;

  private final double[] y;
  private final double[] ybar;
  private final double[] zbar;
  private final double[] residuals;

  public ResidualLoss(ProcessModel model, List<Observation> observations) {
    outputs = model.outputs();
    workspace = outputs.workspace(1);
    this.observations =
        observations.stream().sorted(Comparator.comparingDouble(Observation::time)).toList();
    int size = outputs.shape().outputs();
    double[] distinct = new double[observations.size()];
    int[] starts = new int[observations.size() + 1];
    int count = 0;
    for (int i = 0; i < observations.size(); i++) {
      Observation o = this.observations.get(i);
      if (o.output() < 0 || o.output() >= size) {
        throw new IllegalArgumentException(
            "observation at %s h names output %d, the model has %d"
                .formatted(o.time(), o.output(), size));
      }
      if (count == 0 || o.time() != distinct[count - 1]) {
        distinct[count] = o.time();
        starts[count++] = i;
      }
    }
    starts[count] = observations.size();
    times = Vec.of(Arrays.copyOf(distinct, count));
    first = Arrays.copyOf(starts, count + 1);
    y = new double[size];
    ybar = new double[size];
    zbar = new double[outputs.shape().inputs()];
    residuals = new double[observations.size()];
  }

  @Override
  public Vec times() {
    return times;
  }

  /** (h − value) / deviation of each observation at the last solve, in order of time. */
  public Vec residuals() {
    return Vec.of(residuals);
  }

  @Override
  public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
    outputs.valueInto(z, p, y, workspace);
    Arrays.fill(ybar, 0.0);
    double sum = 0.0;
    for (int i = first[index]; i < first[index + 1]; i++) {
      Observation o = observations.get(i);
      double residual = (y[o.output()] - o.value()) / o.deviation();
      residuals[i] = residual;
      sum += 0.5 * residual * residual;
      ybar[o.output()] += residual / o.deviation();
    }
    Arrays.fill(zbar, 0.0);
    outputs.addPullback(ybar, zbar, pbar, workspace);
    for (int i = 0; i < xbar.length; i++) {
      xbar[i] += zbar[i];
    }
    return sum;
  }
}
