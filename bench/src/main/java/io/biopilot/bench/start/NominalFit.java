package io.biopilot.bench.start;

import io.biopilot.twin.data.Batch;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.training.BatchResiduals;
import io.biopilot.twin.training.BatchVariables;
import io.biopilot.twin.training.Coordinates;
import io.biopilot.twin.training.LeastSquares;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits the mechanistic parameters of a model: first to all batches at once, then, from there, to
 * each batch alone; how far the second fits lie apart is what one may expect of a new batch.
 */
final class NominalFit {

  /** Central differences of simulations at rtol 1e-7: error about (1e-7 / 1e-3) of a deviation. */
  private static final double DIFFERENCE = 1e-3;

  private static final Integrator INTEGRATOR = Integrator.of(new Tsit5(), Tolerance.of(1e-7, 1e-9));

  private final HybridModel model;
  private final List<Batch> batches;
  private final Consumer<String> progress;

  NominalFit(HybridModel model, List<Batch> batches, Consumer<String> progress) {
    this.model = model;
    this.batches = batches;
    this.progress = progress;
  }

  /**
   * What was found.
   *
   * @param parameters of all batches together, in the schema's order
   * @param spreads standard deviation of the logarithm from batch to batch, one a free parameter
   * @param free indices of the free parameters
   * @param error root mean square residual before and after
   */
  record Result(Vec parameters, Vec spreads, List<Integer> free, double before, double error) {}

  Result run(int iterations, int iterationsAlone) {
    Coordinates coordinates = new Coordinates(model.nominalParameters(), free(1.0));
    BatchVariables all = variables(coordinates, batches);
    BatchResiduals residuals = new BatchResiduals(model, all, INTEGRATOR);
    double[] start = new double[all.dimension()];
    double before = rms(residuals, start);
    LeastSquares.Result fit =
        new LeastSquares(iterations, DIFFERENCE).minimise(residuals, Vec.of(start));
    progress.accept(
        "all batches: rms residual %.3f -> %.3f in %d iterations"
            .formatted(before, rms(residuals, fit.point().toArray()), fit.iterations()));
    Vec parameters = coordinates.parameters(fit.point().toArray());
    return new Result(
        parameters,
        spreads(parameters, iterationsAlone),
        coordinates.free().stream().map(Coordinates.Free::parameter).toList(),
        before,
        rms(residuals, fit.point().toArray()));
  }

  /** Mean square of the coordinates of the fits to single batches, on the scale of the prior. */
  private Vec spreads(Vec parameters, int iterations) {
    HybridModel pooled = model;
    List<Coordinates.Free> free = aroundParameters(parameters, 0.3);
    double[] squares = new double[free.size()];
    for (Batch batch : batches) {
      Coordinates coordinates = new Coordinates(parameters, free);
      BatchVariables alone = variables(coordinates, List.of(batch));
      BatchResiduals residuals = new BatchResiduals(pooled, alone, INTEGRATOR);
      double[] start = new double[alone.dimension()];
      LeastSquares.Result fit =
          new LeastSquares(iterations, DIFFERENCE).minimise(residuals, Vec.of(start));
      for (int i = 0; i < squares.length; i++) {
        double moved = fit.point().get(i) * free.get(i).deviation();
        squares[i] += moved * moved / batches.size();
      }
      progress.accept(
          "%s alone: rms residual %.3f -> %.3f"
              .formatted(
                  batch.name(), rms(residuals, start), rms(residuals, fit.point().toArray())));
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = Math.sqrt(squares[i]);
    }
    return Vec.of(squares);
  }

  private BatchVariables variables(Coordinates coordinates, List<Batch> data) {
    int biomass = Schema.indexOf(model.schema().states(), "X");
    return new BatchVariables(coordinates, data, List.of(biomass));
  }

  /** The parameters that the declaration frees, without network weights. */
  private List<Coordinates.Free> free(double factor) {
    List<Coordinates.Free> free = new ArrayList<>();
    for (int i = 0; i < model.declaration().parameters().size(); i++) {
      Prior prior = model.priors().get(i);
      if (prior.estimated()) {
        free.add(Coordinates.Free.of(i, prior, model.nominalParameters().get(i), factor));
      }
    }
    return free;
  }

  private List<Coordinates.Free> aroundParameters(Vec parameters, double deviation) {
    return free(1.0).stream()
        .map(
            f ->
                new Coordinates.Free(
                    f.parameter(), f.scale(), parameters.get(f.parameter()), deviation))
        .toList();
  }

  private static double rms(BatchResiduals residuals, double[] z) {
    double[] r = new double[residuals.count()];
    if (!residuals.valueInto(z, r)) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0.0;
    for (double one : r) {
      sum += one * one;
    }
    return Math.sqrt(sum / r.length);
  }
}
