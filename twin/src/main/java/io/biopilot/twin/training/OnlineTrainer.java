package io.biopilot.twin.training;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.sensitivity.Adjoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains a model on the batch that is running, by the adjoint of the whole batch so far, and
 * proposes the result only if it foretells the newest, held-out part better than the parameters in
 * force.
 *
 * @param adjoint differentiates the simulation of the batch
 * @param judge measures how well the held-out part is foretold
 * @param free parameters that may move, with their priors: what is known of batches before this one
 * @param freeStates initial states that may move
 * @param settings of the course of training
 */
public record OnlineTrainer(
    Adjoint adjoint,
    Prediction judge,
    List<Coordinates.Free> free,
    List<Integer> freeStates,
    Settings settings) {

  /**
   * How training goes.
   *
   * @param holdOut length of the newest part, kept for judging (h)
   * @param every online readings closer than this to the one kept before are left out (h)
   * @param inflation of the readings' deviations while fitting: the model's error is not the noise,
   *     and lasts
   * @param gain share by which the error must fall before a model is promoted
   */
  public record Settings(double holdOut, double every, double inflation, double gain) {
    public Settings {
      if (!(holdOut > 0.0 && every >= 0.0 && inflation >= 1.0 && gain >= 0.0)) {
        throw new IllegalArgumentException(
            "hold-out (%s h) must be > 0, spacing (%s h) and gain (%s) ≥ 0, inflation (%s) ≥ 1"
                .formatted(holdOut, every, gain, inflation));
      }
    }
  }

  /**
   * What came of it.
   *
   * @param promoted whether the new parameters should take over
   * @param parameters the new ones if promoted, else those in force
   * @param before error of the parameters in force on the held-out part, in deviations
   * @param after error of the new ones
   * @param iterations used
   * @param reason in words
   */
  public record Result(
      boolean promoted,
      Vec parameters,
      double before,
      double after,
      int iterations,
      String reason) {}

  public OnlineTrainer {
    free = List.copyOf(free);
    freeStates = List.copyOf(freeStates);
  }

  /** Trains from the model's parameters on what is older than the hold-out. */
  public Result train(Model model, Batch soFar, int iterations) {
    double cut = soFar.end() - settings.holdOut();
    Batch thin = thinned(soFar);
    Batch older = thin.until(cut);
    if (older.end() <= older.initial().time() || thin.end() <= cut) {
      return new Result(
          false, model.parameters(), Double.NaN, Double.NaN, 0, "too little was seen to train on");
    }
    Coordinates coordinates = new Coordinates(model.parameters(), free);
    BatchVariables variables =
        new BatchVariables(coordinates, List.of(inflated(older)), freeStates);
    double[] start = new double[variables.dimension()];
    coordinates.coordinates(model.parameters()).copyInto(start, 0);
    Optimizer.Minimum minimum =
        new Lbfgs(12, iterations, 1e-6)
            .minimise(new BatchObjective(model.process(), variables, adjoint), Vec.of(start));
    Vec parameters = coordinates.parameters(minimum.point().toArray());
    return judged(model, parameters, thin, cut, minimum);
  }

  private Result judged(
      Model model, Vec parameters, Batch thin, double cut, Optimizer.Minimum minimum) {
    double before = judge.error(model, thin, cut, thin.end());
    if (minimum.ending() == Optimizer.Ending.NOT_FINITE || !parameters.isFinite()) {
      return new Result(
          false, model.parameters(), before, Double.NaN, minimum.iterations(), "not finite");
    }
    Model trained =
        new Model(model.process(), parameters, model.version() + 1, model.hash() + "+trained");
    double after = judge.error(trained, thin, cut, thin.end());
    boolean better = after < (1.0 - settings.gain()) * before;
    String reason =
        "error on the newest %.1f h %.2f, with the parameters in force %.2f: %s"
            .formatted(settings.holdOut(), after, before, better ? "promoted" : "kept");
    return new Result(
        better,
        better ? parameters : model.parameters(),
        before,
        after,
        minimum.iterations(),
        reason);
  }

  /** Without readings that follow another of the same outputs too closely. */
  private Batch thinned(Batch batch) {
    Map<List<Integer>, Double> newest = new HashMap<>();
    List<Measurement> kept = new ArrayList<>();
    for (Measurement measurement : batch.measurements()) {
      Double last = newest.get(measurement.outputs());
      // The tolerance keeps a reading that is due exactly, whatever the rounding of its time.
      if (last == null || measurement.time() - last >= settings.every() - 1e-9) {
        newest.put(measurement.outputs(), measurement.time());
        kept.add(measurement);
      }
    }
    return new Batch(batch.name(), batch.initial(), batch.inputs(), kept);
  }

  private Batch inflated(Batch batch) {
    List<Measurement> wide = new ArrayList<>(batch.measurements().size());
    for (Measurement measurement : batch.measurements()) {
      double[] deviations = measurement.standardDeviations().toArray();
      for (int i = 0; i < deviations.length; i++) {
        deviations[i] *= settings.inflation();
      }
      wide.add(
          new Measurement(
              measurement.time(), measurement.outputs(), measurement.values(), Vec.of(deviations)));
    }
    return new Batch(batch.name(), batch.initial(), batch.inputs(), wide);
  }
}
