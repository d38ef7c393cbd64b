package io.biopilot.twin.estimation;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessField;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.Workspace;
import java.util.List;

/**
 * The arrays of one pass of the filter along time: propagate, correct, propagate. Mean and
 * covariance are the present state of the run.
 */
final class FilterRun {

  /** What a measurement said, in standard deviations of what was expected. */
  record Innovation(boolean plausible, Vec normalised, String reason) {}

  private final UnscentedFilter filter;
  private final Model model;
  private final InputSchedule inputs;
  private final ProcessField field;
  private final Workspace solver;
  private final SmoothMap outputs;
  private final SmoothMap.Workspace outputsWorkspace;
  private final SigmaPoints sigma;
  private final int n;
  private final double[] parameters;
  private final double[] noise;
  private final double[] lower;
  private final double[] upper;
  private final double[] mean;
  private final double[] covariance;
  private final double[] outputInput;
  private final double[] allOutputs;
  private double time;

  FilterRun(UnscentedFilter filter, Model model, InputSchedule inputs, UnscentedFilter.Node node) {
    this.filter = filter;
    this.model = model;
    this.inputs = inputs;
    List<Quantity> states = model.process().schema().states();
    n = states.size();
    field = new ProcessField(model.process(), model.parameters(), inputs);
    solver = filter.integrator().workspace(n);
    outputs = model.process().outputs();
    outputsWorkspace = outputs.workspace(1);
    sigma = new SigmaPoints(n, filter.spread());
    parameters = model.parameters().toArray();
    noise = model.process().processNoise().toArray();
    lower = states.stream().mapToDouble(Quantity::lower).toArray();
    upper = states.stream().mapToDouble(Quantity::upper).toArray();
    mean = node.mean().toArray();
    covariance = node.covariance().toArray();
    outputInput = new double[outputs.shape().inputs()];
    allOutputs = new double[outputs.shape().outputs()];
    time = node.time();
  }

  UnscentedFilter.Node node(List<Measurement> applied) {
    return new UnscentedFilter.Node(time, Vec.of(mean), Vec.of(covariance), applied);
  }

  /** Moves mean and covariance to the given time; does nothing if it is not later. */
  void advance(double until) {
    while (time < until) {
      // A remainder of rounding size is not worth a step of its own.
      double next =
          time + filter.longestStep() * (1.0 + 1e-9) >= until ? until : time + filter.longestStep();
      step(next);
    }
  }

  private void step(double next) {
    sigma.draw(mean, covariance, lower, upper);
    List<Stop> stops = field.stops(time, next);
    for (double[] point : sigma.points) {
      InitialValueProblem problem =
          InitialValueProblem.of(field, time, Vec.of(point), next).withStops(stops);
      Outcome outcome =
          filter.integrator().solveInto(problem, SaveAt.end(), StepListener.NONE, solver);
      if (outcome.usable()) {
        solver.stateInto(point);
      }
      // A point that the model cannot follow stays where it was: the spread grows, the filter lives
      // on.
    }
    // m = Σ w χ,  P = Σ w (χ - m)(χ - m)ᵀ + Q Δt
    weightedMean(sigma.points, mean);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? noise[i] * noise[i] * (next - time) : 0.0;
        for (int k = 0; k < sigma.count(); k++) {
          double[] point = sigma.points[k];
          sum += sigma.covarianceWeight(k) * (point[i] - mean[i]) * (point[j] - mean[j]);
        }
        covariance[i * n + j] = sum;
        covariance[j * n + i] = sum;
      }
    }
    keepSensible();
    time = next;
  }

  private void weightedMean(double[][] points, double[] target) {
    for (int i = 0; i < target.length; i++) {
      double sum = 0.0;
      for (int k = 0; k < points.length; k++) {
        sum += sigma.meanWeight(k) * points[k][i];
      }
      target[i] = sum;
    }
  }

  /** Uses the measurement at the present time; an implausible one changes nothing. */
  Innovation correct(Measurement measurement) {
    int m = measurement.outputs().size();
    sigma.draw(mean, covariance, lower, upper);
    double[][] seen = new double[sigma.count()][m];
    for (int k = 0; k < sigma.count(); k++) {
      observe(sigma.points[k], measurement, seen[k]);
    }
    double[] expected = new double[m];
    weightedMean(seen, expected);
    double[] innovationCovariance = new double[m * m];
    double[] cross = new double[n * m];
    for (int k = 0; k < sigma.count(); k++) {
      double w = sigma.covarianceWeight(k);
      for (int b = 0; b < m; b++) {
        double dy = w * (seen[k][b] - expected[b]);
        for (int a = 0; a < m; a++) {
          innovationCovariance[a * m + b] += dy * (seen[k][a] - expected[a]);
        }
        for (int i = 0; i < n; i++) {
          cross[i * m + b] += dy * (sigma.points[k][i] - mean[i]);
        }
      }
    }
    double[] innovation = new double[m];
    double[] normalised = new double[m];
    for (int a = 0; a < m; a++) {
      double deviation = measurement.standardDeviations().get(a);
      innovationCovariance[a * m + a] += deviation * deviation;
      innovation[a] = measurement.values().get(a) - expected[a];
      normalised[a] = innovation[a] / Math.sqrt(innovationCovariance[a * m + a]);
    }
    Innovation judged = judge(measurement, normalised);
    if (judged.plausible()) {
      apply(innovation, innovationCovariance, cross);
    }
    return judged;
  }

  private void observe(double[] state, Measurement measurement, double[] target) {
    System.arraycopy(state, 0, outputInput, 0, n);
    Vec levels = inputs.levelsAt(time);
    levels.copyInto(outputInput, n);
    outputInput[n + levels.size()] = time;
    outputs.valueInto(outputInput, parameters, allOutputs, outputsWorkspace);
    for (int a = 0; a < target.length; a++) {
      target[a] = allOutputs[measurement.outputs().get(a)];
    }
  }

  private Innovation judge(Measurement measurement, double[] normalised) {
    for (int a = 0; a < normalised.length; a++) {
      if (!(Math.abs(normalised[a]) <= filter.outlierGate())) {
        String name = model.process().schema().outputs().get(measurement.outputs().get(a)).name();
        return new Innovation(
            false,
            Vec.of(normalised),
            "%s = %s is %.1f standard deviations from what is expected, more than %s"
                .formatted(name, measurement.values().get(a), normalised[a], filter.outlierGate()));
      }
    }
    return new Innovation(true, Vec.of(normalised), "");
  }

  /** m += K ν, P -= K S Kᵀ with K = C S⁻¹; S = L Lᵀ, so that P -= G Gᵀ with G = C L⁻ᵀ. */
  private void apply(double[] innovation, double[] innovationCovariance, double[] cross) {
    int m = innovation.length;
    lowerFactor(innovationCovariance, m);
    for (int i = 0; i < n; i++) {
      forwardSolve(innovationCovariance, m, cross, i * m);
    }
    forwardSolve(innovationCovariance, m, innovation, 0);
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < m; a++) {
        mean[i] += cross[i * m + a] * innovation[a];
      }
      for (int j = 0; j <= i; j++) {
        double sum = 0.0;
        for (int a = 0; a < m; a++) {
          sum += cross[i * m + a] * cross[j * m + a];
        }
        covariance[i * n + j] -= sum;
        covariance[j * n + i] = covariance[i * n + j];
      }
    }
    keepSensible();
  }

  /** The mean within the sensible range, variances not below zero. */
  private void keepSensible() {
    for (int i = 0; i < n; i++) {
      mean[i] = Math.max(lower[i], Math.min(upper[i], mean[i]));
      covariance[i * n + i] = Math.max(covariance[i * n + i], 0.0);
    }
  }

  /** In place: the lower triangle becomes L. S is positive definite since every deviation is. */
  private static void lowerFactor(double[] s, int m) {
    for (int j = 0; j < m; j++) {
      for (int i = j; i < m; i++) {
        double sum = s[i * m + j];
        for (int k = 0; k < j; k++) {
          sum -= s[i * m + k] * s[j * m + k];
        }
        s[i * m + j] = i == j ? Math.sqrt(sum) : sum / s[j * m + j];
      }
    }
  }

  /** In place: b ← L⁻¹ b for the m entries from the offset on. */
  private static void forwardSolve(double[] l, int m, double[] b, int offset) {
    for (int i = 0; i < m; i++) {
      double sum = b[offset + i];
      for (int k = 0; k < i; k++) {
        sum -= l[i * m + k] * b[offset + k];
      }
      b[offset + i] = sum / l[i * m + i];
    }
  }
}
