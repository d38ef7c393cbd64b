package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.ButcherTable;
import io.biopilot.twin.ode.methods.Tabulated;
import java.util.Arrays;

/** The discrete adjoint: differentiates the accepted steps themselves, step sizes frozen. */
final class DiscreteSolver implements GradientSolver {
  private final Integrator integrator;
  private final RecordingField field;
  private final Cotangents sums;
  private final ObservationTape observations;
  private final StepTape tape;
  private final Boundaries boundaries;
  private final StageSweep sweep;
  private final StageSources sources;
  private final Workspace workspace;
  private final ButcherTable table;
  private final boolean explicit;
  private final boolean firstSameAsLast;
  private final int n;
  private final int stages;
  private final double[] b;
  private final double[] weights;
  private final double[][] stageBars;
  private int nextObservation;

  DiscreteSolver(ParametricField source, Adjoint.Discrete adjoint) {
    integrator = adjoint.integrator();
    table = tableOf(integrator.method());
    n = source.states();
    stages = table.stages();
    b = table.b().toArray();
    firstSameAsLast = sameLast(table);
    explicit = table.isExplicit();
    // an explicit step is taken back by the evaluations it kept, which are larger than its stages
    long evaluations = explicit ? adjoint.memory() / 4 * 3 : 0;
    field = new RecordingField(source, evaluations);
    sums = new Cotangents(source);
    observations = new ObservationTape(field, sums);
    tape = new StepTape(field, observations, stages, adjoint.memory() - evaluations);
    boundaries = new Boundaries(field, sums);
    sources = new StageSources(field, tape, integrator, sums);
    sweep = explicit ? new ExplicitSweep(sources, table) : new ImplicitSweep(sources, table);
    workspace = integrator.workspace(n);
    weights = new double[stages];
    stageBars = new double[stages][n];
  }

  static ButcherTable tableOf(Method method) {
    if (method instanceof Tabulated tabulated) {
      return tabulated.coefficients();
    }
    throw new IllegalArgumentException(
        "%s shows no table of stages: a discrete adjoint needs Tsit5, Kvaerno5 or RadauIIA5; the continuous adjoint takes any method"
            .formatted(method.name()));
  }

  /** Whether the last stage is f at the end of the step. */
  private static boolean sameLast(ButcherTable table) {
    int last = table.stages() - 1;
    Vec row = table.a().get(last);
    for (int i = 0; i < last; i++) {
      if (row.get(i) != table.b().get(i)) {
        return false;
      }
    }
    return row.size() == last && table.b().get(last) == 0.0 && table.a().get(0).size() == 0;
  }

  @Override
  public Outcome solve(Experiment experiment, double[] p, Loss loss) {
    field.bind(p, experiment.stimulus());
    field.record(explicit);
    sums.clear(experiment.stimulus());
    tape.clear();
    observations.use(loss);
    Outcome outcome =
        integrator.solveInto(
            experiment.problem(field), SaveAt.times(loss.times()), tape, workspace);
    field.record(false);
    if (!outcome.usable()) {
      sums.invalidate();
      return outcome;
    }
    back();
    sums.requireFinite();
    return outcome;
  }

  private void back() {
    nextObservation = observations.count - 1;
    int jump = tape.jumps - 1;
    for (int step = tape.steps - 1; step >= 0; step--) {
      sources.enter(step);
      if (!tape.holds(step)) {
        sources.refillTo(step);
      }
      backOver(step);
      if (!tape.fresh[step]) {
        continue;
      }
      int levelBefore = step > 0 ? tape.levels[step - 1] : tape.levels[0];
      if (tape.levels[step] != levelBefore) {
        boundaries.overSwitch(tape.starts[step], tape.before(step), levelBefore, tape.levels[step]);
      }
      for (; jump >= 0 && tape.jumpStep[jump] == step; jump--) {
        boundaries.overPulse(tape.jumpPulse[jump], tape.jumpBefore[jump]);
      }
    }
    for (; nextObservation >= 0; nextObservation--) {
      add(1.0, observations.bars[nextObservation], sums.state);
    }
    field.map.flushPullback(sums.parameters, field.workspace);
  }

  private void backOver(int step) {
    double h = tape.sizes[step];
    double[] lambda = sums.state;
    for (int i = 0; i < stages; i++) {
      double factor = h * b[i];
      for (int d = 0; d < n; d++) {
        stageBars[i][d] = factor * lambda[d];
      }
    }
    for (; nextObservation >= 0 && observations.step[nextObservation] == step; nextObservation--) {
      double[] bar = observations.bars[nextObservation];
      weightsOf(nextObservation);
      for (int i = 0; i < stages; i++) {
        add(h * weights[i], bar, stageBars[i]);
      }
      add(1.0, bar, lambda);
    }
    if (firstSameAsLast) {
      shareLastStage(step);
    }
    sweep.back(step, stageBars, lambda);
  }

  /** The last stage is the next step's first: both cotangents go back through that one. */
  private void shareLastStage(int step) {
    if (step + 1 < tape.steps && !tape.fresh[step + 1]) {
      Arrays.fill(stageBars[stages - 1], 0.0);
    }
    if (!tape.fresh[step]) {
      for (int m = nextObservation; m >= 0 && observations.step[m] == step - 1; m--) {
        weightsOf(m);
        add(tape.sizes[step - 1] * weights[stages - 1], observations.bars[m], stageBars[0]);
      }
    }
  }

  private void weightsOf(int observation) {
    int step = observations.step[observation];
    double theta = (observations.times[observation] - tape.starts[step]) / tape.sizes[step];
    table.denseWeightsInto(theta, weights);
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] += factor * from[i];
    }
  }

  @Override
  public double loss() {
    return sums.loss;
  }

  @Override
  public void addParameterGradient(double[] target) {
    add(1.0, sums.parameters, target);
  }

  @Override
  public void addInitialGradient(double[] target) {
    add(1.0, sums.state, target);
  }

  @Override
  public Gradient gradient() {
    return sums.toGradient();
  }
}
