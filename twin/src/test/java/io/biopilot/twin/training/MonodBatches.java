package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.model.yaml.ModelFile;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Batches of a small fed-batch model with a known answer. */
final class MonodBatches {

  static final Integrator INTEGRATOR = Integrator.of(new Tsit5(), Tolerance.of(1e-8, 1e-10));

  static final HybridModel MODEL =
      ModelFile.parse(
          "monod.yaml",
          """
          model: monod
          states:
            X: {unit: g/L, initial: 0.2, sd: 0.05, lower: 0, upper: 100, noise: 0.01}
            S: {unit: g/L, initial: 8.0, sd: 0.1, lower: 0, upper: 100, noise: 0.01}
          inputs:
            D: {unit: 1/h, lower: 0, upper: 1}
          parameters:
            muMax: {value: 0.4, unit: 1/h, lower: 0.01, upper: 5, estimate: true, scale: log, sd: 0.4}
            Ks: {value: 0.3, unit: g/L, lower: 0.001, upper: 10, estimate: true, scale: log, sd: 0.6}
            Y: {value: 0.5, unit: "1", lower: 0.01, upper: 2, estimate: true, scale: log, sd: 0.3}
            Sf: {value: 20, unit: g/L}
          expressions:
            mu: muMax * S / (Ks + S)
          equations:
            X: mu * X - D * X
            S: D * (Sf - S) - mu * X / Y
          outputs:
            OD: {unit: g/L, value: X}
            Glucose: {unit: g/L, value: S}
          """);

  private MonodBatches() {}

  /** Ten hours seen each quarter of an hour with 2 % noise, under the given truth. */
  static Batch batch(Vec truth, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    InputSchedule inputs =
        new InputSchedule(Vec.of(0.0, 5.0), List.of(Vec.of(0.0), Vec.of(0.05)), List.of());
    double[] times = new double[40];
    for (int i = 0; i < times.length; i++) {
      times[i] = 0.25 * (i + 1);
    }
    Solution solution =
        new Simulation(INTEGRATOR)
            .run(MODEL, truth, inputs, 0.0, MODEL.initialState(), 10.0, SaveAt.times(times));
    List<Measurement> seen = new ArrayList<>();
    for (int i = 0; i < times.length; i++) {
      Vec x = solution.states().get(i);
      double s1 = 0.02 * x.get(0);
      double s2 = 0.05 + 0.02 * x.get(1);
      seen.add(
          new Measurement(
              times[i],
              List.of(0, 1),
              Vec.of(x.get(0) + s1 * random.nextGaussian(), x.get(1) + s2 * random.nextGaussian()),
              Vec.of(s1, s2)));
    }
    Estimate initial = new Estimate(0.0, MODEL.initialState(), Vec.of(0.0025, 0.0, 0.0, 0.01));
    return new Batch("seed " + seed, initial, inputs, seen);
  }

  /** The declaration's free parameters around its values. */
  static Coordinates coordinates() {
    List<Coordinates.Free> free = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      free.add(
          new Coordinates.Free(
              i,
              Coordinates.Scale.LOG,
              MODEL.nominalParameters().get(i),
              MODEL.priors().get(i).deviation()));
    }
    return new Coordinates(MODEL.nominalParameters(), free);
  }
}
