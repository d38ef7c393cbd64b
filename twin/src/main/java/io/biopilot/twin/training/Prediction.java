package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.util.List;

/**
 * How well a model foretells what it has not seen: the state is estimated from what was seen up to
 * a time, the rest of the batch is simulated with the inputs that were given, and compared with
 * what was seen there.
 *
 * @param estimator finds the state from which to foretell
 * @param integrator simulates from there on
 */
public record Prediction(Estimator estimator, Integrator integrator) {

  /**
   * Root mean square of (foretold - seen) / deviation over the batch's values in (from, to]; +∞ if
   * the model cannot be simulated, NaN if nothing was seen there.
   */
  public double error(Model model, Batch batch, double from, double to) {
    List<Measurement> later =
        batch.measurements().stream().filter(m -> m.time() > from && m.time() <= to).toList();
    if (later.isEmpty()) {
      return Double.NaN;
    }
    return error(model, batch, estimate(model, batch.until(from), from), later);
  }

  /** The belief at a time after everything that the batch holds. */
  private Estimate estimate(Model model, Batch seen, double at) {
    Belief belief = estimator.start(model, seen.initial());
    for (Measurement measurement : seen.measurements()) {
      belief = estimator.advance(belief, model, seen.inputs(), measurement.time());
      belief = estimator.observe(belief, model, seen.inputs(), measurement).belief();
    }
    return estimator.advance(belief, model, seen.inputs(), at).estimate();
  }

  private double error(Model model, Batch batch, Estimate from, List<Measurement> later) {
    double[] times = later.stream().mapToDouble(Measurement::time).distinct().toArray();
    Solution solution =
        new Simulation(integrator)
            .run(
                model.process(),
                model.parameters(),
                batch.inputs(),
                from.time(),
                from.state(),
                times[times.length - 1],
                SaveAt.times(times));
    if (!solution.outcome().usable()) {
      return Double.POSITIVE_INFINITY;
    }
    List<Vec> foretold =
        Simulation.outputs(model.process(), model.parameters(), batch.inputs(), solution);
    double sum = 0.0;
    int count = 0;
    int row = 0;
    for (Measurement measurement : later) {
      while (times[row] < measurement.time()) {
        row++;
      }
      for (int k = 0; k < measurement.outputs().size(); k++) {
        double residual =
            (foretold.get(row).get(measurement.outputs().get(k)) - measurement.values().get(k))
                / measurement.standardDeviations().get(k);
        sum += residual * residual;
        count++;
      }
    }
    return Math.sqrt(sum / count);
  }
}
