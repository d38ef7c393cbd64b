package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.ResidualLoss;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.ParametricField;
import io.biopilot.twin.sensitivity.Stimulus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The negative logarithm of the posterior of a model's free parameters, given batches simulated
 * from inoculation on: ½ Σ residual² + ½ |z|², with its gradient by an adjoint. The smooth
 * counterpart of {@link BatchResiduals}, for many variables.
 *
 * <p>Variables as there: the free parameters, then the free initial states of each batch, in prior
 * standard deviations.
 */
public final class BatchObjective implements Objective {

  private final ProcessModel model;
  private final BatchVariables variables;
  private final GradientSolver solver;
  private final List<ResidualLoss> losses;
  private final List<Stimulus> stimuli;
  private final double[] overParameters;
  private final double[] overInitial;

  /** Batches without a measurement after their start are not allowed. */
  public BatchObjective(ProcessModel model, BatchVariables variables, Adjoint adjoint) {
    this.model = model;
    this.variables = variables;
    int n = model.schema().states().size();
    int inputs = model.schema().inputs().size();
    solver = adjoint.solver(new ParametricField(model.dynamics(), model.jumps(), n, inputs));
    losses =
        variables.batches().stream().map(b -> new ResidualLoss(model, observations(b))).toList();
    stimuli = variables.batches().stream().map(b -> stimulus(b.inputs())).toList();
    overParameters = new double[model.schema().parameters().size()];
    overInitial = new double[n];
  }

  /** Every single value of a batch. */
  private static List<ResidualLoss.Observation> observations(Batch batch) {
    List<ResidualLoss.Observation> observations = new ArrayList<>(batch.values());
    for (Measurement seen : batch.measurements()) {
      for (int k = 0; k < seen.outputs().size(); k++) {
        observations.add(
            new ResidualLoss.Observation(
                seen.time(),
                seen.outputs().get(k),
                seen.values().get(k),
                seen.standardDeviations().get(k)));
      }
    }
    return observations;
  }

  /** The schedule in the terms of {@code twin.sensitivity}; levels that repeat are joined. */
  static Stimulus stimulus(InputSchedule schedule) {
    List<Double> times = new ArrayList<>();
    List<Vec> levels = new ArrayList<>();
    for (int i = 0; i < schedule.levels().size(); i++) {
      if (i == 0 || !schedule.levels().get(i).equals(levels.get(levels.size() - 1))) {
        times.add(schedule.times().get(i));
        levels.add(schedule.levels().get(i));
      }
    }
    return new Stimulus(
        Vec.of(times.stream().mapToDouble(Double::doubleValue).toArray()),
        levels,
        schedule.impulses().stream()
            .map(i -> new Stimulus.Pulse(i.time(), i.impulse(), i.amount()))
            .toList());
  }

  @Override
  public int dimension() {
    return variables.dimension();
  }

  @Override
  public double valueAndGradientInto(double[] z, double[] gradient) {
    double[] parameters = variables.coordinates().parameters(z).toArray();
    Vec lower = Simulation.lowerBounds(model.schema());
    double sum = 0.0;
    for (int i = 0; i < z.length; i++) {
      sum += 0.5 * z[i] * z[i];
      gradient[i] = z[i];
    }
    Arrays.fill(overParameters, 0.0);
    for (int b = 0; b < variables.batches().size(); b++) {
      Batch batch = variables.batches().get(b);
      Experiment experiment =
          new Experiment(
              batch.initial().time(),
              batch.end(),
              variables.initialState(b, z),
              stimuli.get(b),
              lower);
      Outcome outcome = solver.solve(experiment, parameters, losses.get(b));
      if (!outcome.usable()) {
        return Double.POSITIVE_INFINITY;
      }
      sum += solver.loss();
      solver.addParameterGradient(overParameters);
      Arrays.fill(overInitial, 0.0);
      solver.addInitialGradient(overInitial);
      variables.addInitialGradient(b, overInitial, gradient);
    }
    variables.coordinates().addGradient(z, overParameters, gradient);
    return sum;
  }
}
