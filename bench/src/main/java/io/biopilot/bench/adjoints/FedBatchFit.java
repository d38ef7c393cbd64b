package io.biopilot.bench.adjoints;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.ModelField;
import io.biopilot.twin.model.ResidualLoss;
import io.biopilot.twin.model.ResidualLoss.Observation;
import io.biopilot.twin.model.yaml.ModelFile;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.Gradient;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.ParametricField;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The example model (five states, seven parameters, a network with weights that are not zero) over
 * 12 h: the feed in four levels, two doses, 24 observations at eight irregular times, one of them
 * at a switch of the feed and one at a dose.
 */
final class FedBatchFit {
  private static final double[] TIMES = {0.0, 1.7, 3.0, 4.25, 6.5, 8.0, 10.1, 12.0};

  private final HybridModel model = ModelFile.parse("example", ModelFile.example());
  private final ParametricField field = ModelField.of(model);
  private final List<Observation> observations = new ArrayList<>();
  private final double[] p = model.nominalParameters().toArray();

  FedBatchFit() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20);
    for (int i = model.declaration().parameters().size(); i < p.length; i++) {
      p[i] += 0.2 * random.nextGaussian();
    }
    // OD, glucose and volume: in the region of what the model gives, with the errors of instruments
    for (double t : TIMES) {
      observations.add(new Observation(t, 0, 0.5 * Math.exp(0.25 * t), 0.2));
      observations.add(new Observation(t, 1, 5.0 - 0.4 * t, 0.3));
      observations.add(new Observation(t, 2, 2.0 + 0.04 * t, 0.05));
    }
  }

  /** The parameters at which all is differentiated. */
  double[] parameters() {
    return p.clone();
  }

  Vec initial() {
    return model.initialState();
  }

  /** The batch with one switch and one dose at the given times (h) and amount (g). */
  Experiment experiment(Vec initial, double switchTime, double doseTime, double amount) {
    InputSchedule schedule =
        new InputSchedule(
            Vec.of(0.0, switchTime, 8.0, 11.0),
            List.of(Vec.of(0.0), Vec.of(0.02), Vec.of(0.06), Vec.of(0.01)),
            List.of(new TimedImpulse(doseTime, 0, amount), new TimedImpulse(10.1, 0, 0.02)));
    return Experiment.of(0.0, 12.0, initial, ModelField.stimulus(schedule));
  }

  Experiment experiment() {
    return experiment(initial(), 3.4, 7.2, 0.05);
  }

  /** The gradient; a solve that fails is an error here. */
  Gradient gradient(Adjoint adjoint, Experiment experiment, double[] at) {
    GradientSolver solver = adjoint.solver(field);
    Outcome outcome = solver.solve(experiment, at, new ResidualLoss(model, observations));
    if (!outcome.usable()) {
      throw new ArithmeticException("the integration failed: " + outcome.describe());
    }
    return solver.gradient();
  }
}
