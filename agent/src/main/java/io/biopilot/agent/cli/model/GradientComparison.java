package io.biopilot.agent.cli.model;

import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.ModelField;
import io.biopilot.twin.model.ResidualLoss;
import io.biopilot.twin.model.ResidualLoss.Observation;
import io.biopilot.twin.model.Simulation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.ParametricField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One gradient in three ways: discrete adjoint, forward sensitivities, central differences. */
final class GradientComparison {
  private static final double STEP = 1e-4;

  /** Differences see the noise of the step control, so they are solved more accurately. */
  private static final double TIGHTER = 1e-4;

  private static final double TIGHTEST = 1e-12;

  private static final int PATIENCE = 20;

  private final HybridModel model;
  private final List<Observation> observations;
  private final SolverOptions options;
  private final Method method;
  private final Experiment experiment;
  private final ParametricField field;

  /** dL/dp of one parameter; value is the parameter's own. */
  record Entry(int parameter, double value, double adjoint, double forward, double difference) {}

  /**
   * @param forwardDeviation largest |forward - adjoint| over the largest |adjoint|, each times the
   *     parameter's scale; likewise for the differences
   */
  record Result(
      double value, List<Entry> entries, double forwardDeviation, double differenceDeviation) {
    Result {
      entries = List.copyOf(entries);
    }
  }

  GradientComparison(
      HybridModel model,
      InputSchedule schedule,
      List<Observation> observations,
      SolverOptions options,
      Method method) {
    this.model = model;
    this.observations = observations;
    this.options = options;
    this.method = method;
    double last = observations.stream().mapToDouble(Observation::time).max().orElseThrow();
    double first = observations.stream().mapToDouble(Observation::time).min().orElseThrow();
    if (first < 0.0 || !(last > 0.0)) {
      throw new UserError(
          "observations must lie after the start at 0 h; they run from %s to %s h"
              .formatted(first, last));
    }
    field = ModelField.of(model);
    experiment = Experiment.of(0.0, last, model.initialState(), ModelField.stimulus(schedule));
  }

  Result of(List<Integer> chosen) {
    double[] p = model.nominalParameters().toArray();
    Integrator integrator = options.integrator(method);
    GradientSolver adjoint = solved(new Adjoint.Discrete(integrator).solver(field), p);
    GradientSolver forward = solved(new Adjoint.Forward(integrator).solver(field), p);
    Vec byAdjoint = adjoint.gradient().parameters();
    Vec byForward = forward.gradient().parameters();
    double tight = Math.max(TIGHTEST, TIGHTER * options.relative);
    GradientSolver fresh = new Adjoint.Discrete(patient(tight)).solver(field);
    List<Entry> entries = new ArrayList<>();
    for (int i : chosen) {
      double step = STEP * scale(p[i]);
      double[] moved = p.clone();
      moved[i] = p[i] + step;
      double up = solved(fresh, moved).loss();
      moved[i] = p[i] - step;
      double down = solved(fresh, moved).loss();
      entries.add(
          new Entry(i, p[i], byAdjoint.get(i), byForward.get(i), (up - down) / (2.0 * step)));
    }
    return new Result(
        adjoint.loss(),
        entries,
        deviation(entries, Entry::forward),
        deviation(entries, Entry::difference));
  }

  /** What is solved more accurately may take more steps than the user's own solve. */
  private Integrator patient(double tolerance) {
    Integrator usual = options.integrator(method, tolerance);
    return new Integrator(
        usual.method(), usual.control(), usual.tolerance(), PATIENCE * usual.maxSteps());
  }

  private GradientSolver solved(GradientSolver solver, double[] p) {
    Outcome outcome = solver.solve(experiment, p, new ResidualLoss(model, observations));
    if (!outcome.usable()) {
      throw new ArithmeticException(
          "the integration failed, there is no gradient: "
              + Simulation.describe(model.schema(), outcome));
    }
    return solver;
  }

  private static double scale(double parameter) {
    return parameter == 0.0 ? 1.0 : Math.abs(parameter);
  }

  private static double deviation(List<Entry> entries, ToDoubleFunction<Entry> other) {
    double largest = Double.MIN_NORMAL;
    double worst = 0.0;
    for (Entry entry : entries) {
      double scale = scale(entry.value());
      largest = Math.max(largest, scale * Math.abs(entry.adjoint()));
      double apart = Math.abs(other.applyAsDouble(entry) - entry.adjoint());
      worst = Math.max(worst, scale * apart);
    }
    return worst / largest;
  }
}
