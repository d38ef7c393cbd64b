package io.biopilot.twin.training;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.sensitivity.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * ½ Σ ((h(x, u, t; p) - seen) / deviation)² over a batch's measurements, those of one instant as
 * one term.
 *
 * <p>Keeps scratch arrays: one thread.
 */
final class SquaredResiduals implements Loss {

  private final SmoothMap outputs;
  private final SmoothMap.Workspace workspace;
  private final Vec times;
  private final List<List<Measurement>> seen;
  private final int states;
  private final double[] y;
  private final double[] ybar;
  private final double[] zbar;
  private final double[] unwanted;

  /** The measurements are sorted by time; no times are kept if there are none. */
  SquaredResiduals(ProcessModel model, List<Measurement> measurements) {
    outputs = model.outputs();
    workspace = outputs.workspace(1);
    states = model.schema().states().size();
    y = new double[outputs.shape().outputs()];
    ybar = new double[outputs.shape().outputs()];
    zbar = new double[outputs.shape().inputs()];
    unwanted = new double[outputs.shape().parameters()];
    List<Double> instants = new ArrayList<>();
    List<List<Measurement>> groups = new ArrayList<>();
    for (Measurement measurement : measurements) {
      boolean same = !instants.isEmpty() && instants.get(instants.size() - 1) == measurement.time();
      if (!same) {
        instants.add(measurement.time());
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(measurement);
    }
    times = Vec.of(instants.stream().mapToDouble(Double::doubleValue).toArray());
    seen = groups.stream().map(List::copyOf).toList();
  }

  @Override
  public Vec times() {
    return times;
  }

  @Override
  public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
    outputs.valueInto(z, p, y, workspace);
    Arrays.fill(ybar, 0.0);
    double sum = 0.0;
    for (Measurement measurement : seen.get(index)) {
      for (int k = 0; k < measurement.outputs().size(); k++) {
        int output = measurement.outputs().get(k);
        double deviation = measurement.standardDeviations().get(k);
        double residual = (y[output] - measurement.values().get(k)) / deviation;
        sum += 0.5 * residual * residual;
        ybar[output] += residual / deviation;
      }
    }
    Arrays.fill(zbar, 0.0);
    outputs.addPullback(ybar, zbar, pbar.length == 0 ? unwanted : pbar, workspace);
    for (int i = 0; i < states; i++) {
      xbar[i] += zbar[i];
    }
    return sum;
  }
}
