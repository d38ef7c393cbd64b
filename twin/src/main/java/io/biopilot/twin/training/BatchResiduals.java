package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import java.util.List;

/**
 * How far whole batches, simulated from inoculation on, are from what was seen: (predicted - seen)
 * / deviation for every value of every batch, then the variables themselves, so that half the sum
 * of squares is the negative logarithm of the posterior under Gaussian errors and the priors of
 * {@link Coordinates}.
 *
 * <p>Variables: the free parameters, then for each batch the free initial states, in standard
 * deviations of the batch's initial estimate.
 */
public final class BatchResiduals implements Residuals {

  private final ProcessModel model;
  private final BatchVariables variables;
  private final Simulation simulation;
  private final int values;

  public BatchResiduals(ProcessModel model, BatchVariables variables, Integrator integrator) {
    this.model = model;
    this.variables = variables;
    this.simulation = new Simulation(integrator);
    this.values = variables.batches().stream().mapToInt(Batch::values).sum();
  }

  @Override
  public int dimension() {
    return variables.dimension();
  }

  @Override
  public int count() {
    return values + dimension();
  }

  @Override
  public boolean valueInto(double[] z, double[] residuals) {
    Vec parameters = variables.coordinates().parameters(z);
    int next = 0;
    for (int b = 0; b < variables.batches().size(); b++) {
      next = batchInto(b, z, parameters, residuals, next);
      if (next < 0) {
        return false;
      }
    }
    System.arraycopy(z, 0, residuals, next, z.length);
    return true;
  }

  /** The next free place in the residuals, or -1 if the batch cannot be simulated. */
  private int batchInto(int batch, double[] z, Vec parameters, double[] residuals, int from) {
    Batch data = variables.batches().get(batch);
    List<Measurement> seen = data.measurements();
    double[] times = seen.stream().mapToDouble(Measurement::time).distinct().toArray();
    Solution solution =
        simulation.run(
            model,
            parameters,
            data.inputs(),
            data.initial().time(),
            variables.initialState(batch, z),
            data.end(),
            SaveAt.times(times));
    if (!solution.outcome().usable()) {
      return -1;
    }
    List<Vec> predicted = Simulation.outputs(model, parameters, data.inputs(), solution);
    int row = 0;
    int next = from;
    for (Measurement measurement : seen) {
      while (times[row] < measurement.time()) {
        row++;
      }
      for (int k = 0; k < measurement.outputs().size(); k++) {
        double prediction = predicted.get(row).get(measurement.outputs().get(k));
        residuals[next++] =
            (prediction - measurement.values().get(k)) / measurement.standardDeviations().get(k);
      }
    }
    return next;
  }
}
