package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.ButcherTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Forward sensitivities S = ∂x/∂(x(start), p), staggered: after each accepted step its
 * linearisation at the stages carries all columns along. Step sizes frozen, so that it agrees with
 * the discrete adjoint to rounding. Cheaper than an adjoint while parameters are few; also gives
 * ∂x/∂p at every observation, which Fisher matrices want.
 *
 * <p>Columns: the initial states, then the parameters. Made by {@link Adjoint.Forward}.
 */
public final class ForwardSensitivity implements GradientSolver, StepListener {
  private final Integrator integrator;
  private final BoundField field;
  private final TangentStep tangent;
  private final Workspace workspace;
  private final ButcherTable table;
  private final int n;
  private final int columns;
  private final double[] weights;
  private final double[] xbar;
  private final double[] pbar;
  private final double[] total;
  private final double[][] observed;
  private final List<double[][]> kept = new ArrayList<>();
  private Loss loss;
  private Stimulus stimulus = Stimulus.constant();
  private double value = Double.NaN;
  private int seen;

  ForwardSensitivity(ParametricField source, Adjoint.Forward forward) {
    integrator = forward.integrator();
    table = DiscreteSolver.tableOf(integrator.method());
    field = new BoundField(source);
    n = source.states();
    columns = n + source.parameters();
    tangent = new TangentStep(field, table, columns);
    workspace = integrator.workspace(n);
    weights = new double[table.stages()];
    xbar = new double[n];
    pbar = new double[source.parameters()];
    total = new double[columns];
    observed = new double[columns][n];
    loss = NOTHING;
  }

  private static final Loss NOTHING =
      new Loss() {
        @Override
        public Vec times() {
          return Vec.zeros(0);
        }

        @Override
        public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
          return 0.0;
        }
      };

  @Override
  public Outcome solve(Experiment experiment, double[] p, Loss newLoss) {
    field.bind(p, experiment.stimulus());
    loss = newLoss;
    stimulus = experiment.stimulus();
    value = 0.0;
    seen = 0;
    Arrays.fill(total, 0.0);
    Arrays.fill(pbar, 0.0);
    tangent.begin();
    Outcome outcome =
        integrator.solveInto(
            experiment.problem(field), SaveAt.times(loss.times()), this, workspace);
    if (!outcome.usable()) {
      value = Double.NaN;
      Arrays.fill(total, Double.NaN);
      seen = 0;
      return outcome;
    }
    for (int i = 0; i < pbar.length; i++) {
      total[n + i] += pbar[i];
    }
    for (double v : total) {
      if (!Double.isFinite(v)) {
        value = Double.NaN;
        Arrays.fill(total, Double.NaN);
        throw new ArithmeticException("a sensitivity is not finite; there is no gradient");
      }
    }
    return outcome;
  }

  @Override
  public void accepted(Step step) {
    tangent.over(step);
  }

  @Override
  public void jumped(int stop, double t, double[] before, double[] after) {
    tangent.jump(field.lastPulse, before);
  }

  @Override
  public void saved(int index, double t, double[] y) {
    table.denseWeightsInto(tangent.theta(t), weights);
    tangent.at(t, weights, observed);
    field.point(t, y);
    Arrays.fill(xbar, 0.0);
    value += loss.addTerm(index, field.z, field.p, xbar, pbar);
    for (int c = 0; c < columns; c++) {
      double[] column = observed[c];
      for (int i = 0; i < n; i++) {
        total[c] += xbar[i] * column[i];
      }
    }
    if (seen == kept.size()) {
      kept.add(new double[columns][n]);
    }
    double[][] target = kept.get(seen++);
    for (int c = 0; c < columns; c++) {
      System.arraycopy(observed[c], 0, target[c], 0, n);
    }
  }

  /** ∂xᵢ/∂(initial state) at an observation, by the index of the loss's times. */
  public double byInitial(int observation, int state, int initial) {
    return kept.get(observation)[initial][state];
  }

  /** ∂xᵢ/∂pⱼ at an observation, by the index of the loss's times. */
  public double byParameter(int observation, int state, int parameter) {
    return kept.get(observation)[n + parameter][state];
  }

  @Override
  public double loss() {
    return value;
  }

  @Override
  public void addParameterGradient(double[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] += total[n + i];
    }
  }

  @Override
  public void addInitialGradient(double[] target) {
    for (int i = 0; i < n; i++) {
      target[i] += total[i];
    }
  }

  /** Levels, switches and pulses are not pushed forward: their entries are NaN. */
  @Override
  public Gradient gradient() {
    int switches = stimulus.times().size();
    int pulses = stimulus.pulses().size();
    List<Vec> levels = new ArrayList<>();
    for (int i = 0; i < switches; i++) {
      levels.add(nothing(field.m));
    }
    return new Gradient(
        value,
        Vec.of(Arrays.copyOfRange(total, n, columns)),
        Vec.of(Arrays.copyOf(total, n)),
        levels,
        nothing(switches),
        nothing(pulses),
        nothing(pulses));
  }

  private static Vec nothing(int size) {
    double[] entries = new double[size];
    Arrays.fill(entries, Double.NaN);
    return Vec.of(entries);
  }
}
