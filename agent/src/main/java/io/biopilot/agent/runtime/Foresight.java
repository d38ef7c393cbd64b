package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.LoopState;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well a batch was foretold: from each full hour 2 h ahead with the inputs that were given, in
 * deviations of the sensors, on biomass, glucose, acetate, product (as enzyme) and oxygen only;
 * once by the models in force at the time, once by the model that the batch began with. A model in
 * force at an hour was trained on nothing that came after it.
 */
final class Foresight {

  private static final double AHEAD = 2;
  private static final Set<String> JUDGED = Set.of("OD", "Glucose", "Acetate", "Enzyme", "DO");
  private static final Simulation SIMULATION =
      new Simulation(Integrator.of(new Tsit5(), Tolerance.of(1e-6, 1e-8)));

  private Foresight() {}

  /** Root mean squares; null if there was nothing to judge. */
  record Errors(@Nullable Double before, @Nullable Double after) {}

  static Errors judge(Brain brain, LoopState last, List<Tally.Hourly> hourly) {
    LoopState.BatchState state = last.batch();
    if (state == null || hourly.isEmpty()) {
      return new Errors(null, null);
    }
    Batch batch = new Batch(state.name(), state.initial(), state.applied(), state.seen());
    Squares after = new Squares();
    hourly.forEach(hour -> after.add(batch, hour.model(), hour.estimate()));
    Squares before = new Squares();
    Model first = brain.model();
    boolean same = hourly.stream().allMatch(hour -> hour.model().hash().equals(first.hash()));
    if (!same) {
      for (Estimate estimate : estimates(brain.estimator(), first, batch, hourly)) {
        before.add(batch, first, estimate);
      }
    }
    return new Errors(same ? after.root() : before.root(), after.root());
  }

  /** What the first model would have believed at the same hours, from the same samples. */
  private static List<Estimate> estimates(
      Estimator estimator, Model model, Batch batch, List<Tally.Hourly> hourly) {
    List<Estimate> estimates = new ArrayList<>();
    Belief belief = estimator.start(model, batch.initial());
    int next = 0;
    for (Measurement measurement : batch.measurements()) {
      while (next < hourly.size() && hourly.get(next).estimate().time() < measurement.time()) {
        double hour = hourly.get(next++).estimate().time();
        belief = estimator.advance(belief, model, batch.inputs(), hour);
        estimates.add(belief.estimate());
      }
      belief = estimator.observe(belief, model, batch.inputs(), measurement).belief();
    }
    return estimates;
  }

  private static final class Squares {
    private double sum;
    private long count;

    void add(Batch batch, Model model, Estimate from) {
      List<Measurement> later =
          batch.measurements().stream()
              .filter(m -> m.time() > from.time() && m.time() <= from.time() + AHEAD)
              .toList();
      if (later.isEmpty() || from.time() + AHEAD > batch.end() + 1e-6) {
        return;
      }
      double[] times = later.stream().mapToDouble(Measurement::time).distinct().toArray();
      Solution solution =
          SIMULATION.run(
              model.process(),
              model.parameters(),
              batch.inputs(),
              from.time(),
              from.state(),
              times[times.length - 1],
              SaveAt.times(times));
      if (!solution.outcome().usable()) {
        sum = Double.POSITIVE_INFINITY;
        count++;
        return;
      }
      List<Vec> foretold =
          Simulation.outputs(model.process(), model.parameters(), batch.inputs(), solution);
      int row = 0;
      for (Measurement measurement : later) {
        while (times[row] < measurement.time()) {
          row++;
        }
        add(model.process().schema().outputs(), measurement, foretold.get(row));
      }
    }

    private void add(List<Quantity> outputs, Measurement measurement, Vec foretold) {
      for (int k = 0; k < measurement.outputs().size(); k++) {
        int output = measurement.outputs().get(k);
        if (JUDGED.contains(outputs.get(output).name())) {
          double residual =
              (foretold.get(output) - measurement.values().get(k))
                  / measurement.standardDeviations().get(k);
          sum += residual * residual;
          count++;
        }
      }
    }

    @Nullable Double root() {
      return count == 0 ? null : Math.sqrt(sum / count);
    }
  }
}
