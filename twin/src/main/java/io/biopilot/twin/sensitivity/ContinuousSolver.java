package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Stop;
import io.biopilot.twin.ode.VectorField;
import io.biopilot.twin.ode.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The continuous adjoint: λ' = −fₓᵀ λ is integrated backwards along the forward solution's dense
 * output with the method's own step control, λ jumps by dL/dx at each observation, and the
 * parameter integral ∫ λᵀ f_p dt is summed by Gauss-Legendre quadrature over each backward step,
 * divided where forward steps meet.
 *
 * <p>Time runs as s = −t, so that jumps lie ahead.
 */
final class ContinuousSolver implements GradientSolver {
  private final Adjoint.Continuous adjoint;
  private final BoundField field;
  private final Cotangents sums;
  private final ObservationTape observations;
  private final Boundaries boundaries;
  private final DenseTape tape;
  private final BackwardField backward;
  private final Workspace forwardWorkspace;
  private final Workspace backwardWorkspace;
  private final GaussSum quadrature;

  ContinuousSolver(ParametricField source, Adjoint.Continuous adjoint) {
    this.adjoint = adjoint;
    field = new BoundField(source);
    sums = new Cotangents(source);
    observations = new ObservationTape(field, sums);
    boundaries = new Boundaries(field, sums);
    tape = new DenseTape(field, observations);
    backward = new BackwardField(field, tape);
    forwardWorkspace = adjoint.forward().workspace(field.n);
    backwardWorkspace = adjoint.backward().workspace(field.n);
    quadrature = new GaussSum(field, tape, sums);
  }

  @Override
  public Outcome solve(Experiment experiment, double[] p, Loss loss) {
    field.bind(p, experiment.stimulus());
    sums.clear(experiment.stimulus());
    tape.clear();
    observations.use(loss);
    Outcome outcome =
        adjoint
            .forward()
            .solveInto(
                experiment.problem(field), SaveAt.times(loss.times()), tape, forwardWorkspace);
    if (!outcome.usable()) {
      sums.invalidate();
      return outcome;
    }
    int jump = tape.jumps() - 1;
    for (int piece = tape.pieces() - 1; piece >= 0; piece--) {
      backOver(piece);
      int levelBefore = piece > 0 ? tape.level(piece - 1) : tape.level(0);
      if (tape.level(piece) != levelBefore) {
        boundaries.overSwitch(
            tape.start(piece), tape.stateAtStart(piece), levelBefore, tape.level(piece));
      }
      for (; jump >= 0 && tape.jumpPiece(jump) == piece; jump--) {
        boundaries.overPulse(tape.pulse(jump), tape.stateBefore(jump));
      }
    }
    addObservations(-1);
    field.map.flushPullback(sums.parameters, field.workspace);
    sums.requireFinite();
    return outcome;
  }

  /** One smooth piece, from its end to its start; observations within are jumps of λ. */
  private void backOver(int piece) {
    field.useLevel(tape.level(piece));
    tape.visit(piece);
    double end = tape.end(piece);
    double start = tape.start(piece);
    List<Stop> stops = new ArrayList<>();
    for (int i = 0; i < observations.count; i++) {
      double[] bar = observations.bars[i];
      if (tape.pieceOfStep(observations.step[i]) != piece) {
        continue;
      }
      if (observations.times[i] == end) {
        add(bar, sums.state);
      } else {
        stops.add(Stop.jump(-observations.times[i], (s, lambda) -> add(bar, lambda)));
      }
    }
    InitialValueProblem problem =
        InitialValueProblem.of(backward, -end, Vec.of(sums.state), -start).withStops(stops);
    Integrator integrator = adjoint.backward();
    Outcome outcome = integrator.solveInto(problem, SaveAt.end(), quadrature, backwardWorkspace);
    if (!outcome.usable()) {
      sums.invalidate();
      throw new ArithmeticException(
          "the adjoint equation could not be solved back from t = %s to %s: %s; there is no gradient"
              .formatted(end, start, outcome.describe()));
    }
    backwardWorkspace.stateInto(sums.state);
  }

  private void addObservations(int step) {
    for (int i = 0; i < observations.count; i++) {
      if (observations.step[i] == step) {
        add(observations.bars[i], sums.state);
      }
    }
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  @Override
  public double loss() {
    return sums.loss;
  }

  @Override
  public void addParameterGradient(double[] target) {
    add(sums.parameters, target);
  }

  @Override
  public void addInitialGradient(double[] target) {
    add(sums.state, target);
  }

  @Override
  public Gradient gradient() {
    return sums.toGradient();
  }

  /** λ̇ = fₓᵀ λ in reversed time, x from the dense output. */
  private static final class BackwardField implements VectorField {
    private final BoundField field;
    private final DenseTape tape;
    private final double[] x;
    private final double[] value;
    private final double[] zbar;
    private final double[] none = new double[0];
    private final double[] full;

    BackwardField(BoundField field, DenseTape tape) {
      this.field = field;
      this.tape = tape;
      x = new double[field.n];
      value = new double[field.n];
      zbar = new double[field.z.length];
      full = new double[field.n * field.z.length];
    }

    @Override
    public int dimension() {
      return field.n;
    }

    @Override
    public void derivativeInto(double s, double[] lambda, double[] derivative) {
      tape.stateInto(-s, x);
      field.point(-s, x);
      field.map.valueInto(field.z, field.p, value, field.workspace);
      Arrays.fill(zbar, 0.0);
      field.map.addPullback(lambda, zbar, none, field.workspace);
      System.arraycopy(zbar, 0, derivative, 0, field.n);
    }

    @Override
    public boolean hasJacobian() {
      return true;
    }

    @Override
    public void jacobianInto(double s, double[] lambda, double[] jacobian) {
      tape.stateInto(-s, x);
      field.point(-s, x);
      field.map.jacobianInto(field.z, field.p, full, field.workspace);
      int n = field.n;
      int width = field.z.length;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          jacobian[j * n + i] = full[i * width + j];
        }
      }
    }
  }

  /** ∫ λᵀ f_p dt and ∫ λᵀ f_u dt over the accepted backward steps. */
  private static final class GaussSum implements StepListener {
    // Gauss-Legendre nodes and weights on [0, 1], four points (Abramowitz and Stegun 1964, 25.4.30)
    private static final double[] NODES = {
      0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970262
    };
    private static final double[] WEIGHTS = {
      0.17392742256872692, 0.32607257743127305, 0.32607257743127305, 0.17392742256872692
    };

    private final BoundField field;
    private final DenseTape tape;
    private final Cotangents sums;
    private final double[] x;
    private final double[] value;
    private final double[] lambda;
    private final double[] zbar;
    private double[][] c = new double[0][];

    GaussSum(BoundField field, DenseTape tape, Cotangents sums) {
      this.field = field;
      this.tape = tape;
      this.sums = sums;
      x = new double[field.n];
      value = new double[field.n];
      lambda = new double[field.n];
      zbar = new double[field.z.length];
    }

    /** Piece by piece of the forward solution: the state may turn sharply where λ does not. */
    @Override
    public void accepted(Step step) {
      int degree = step.denseDegree();
      if (c.length <= degree) {
        c = new double[degree + 1][field.n];
      }
      step.denseInto(c);
      double latest = -step.start();
      double earliest = -step.end();
      while (latest > earliest) {
        double from = Math.max(earliest, tape.stepBefore(latest));
        addOver(step, from, latest);
        latest = from;
      }
    }

    private void addOver(Step step, double from, double to) {
      double[] levels = sums.levels[field.level];
      for (int q = 0; q < NODES.length; q++) {
        double t = to - NODES[q] * (to - from);
        double theta = (-t - step.start()) / step.size();
        double weight = WEIGHTS[q] * (to - from);
        for (int i = 0; i < field.n; i++) {
          double sum = 0.0;
          for (int j = step.denseDegree(); j >= 0; j--) {
            sum = sum * theta + c[j][i];
          }
          lambda[i] = weight * sum;
        }
        tape.stateInto(t, x);
        field.point(t, x);
        field.map.valueInto(field.z, field.p, value, field.workspace);
        Arrays.fill(zbar, 0.0);
        field.map.deferPullback(lambda, zbar, sums.parameters, field.workspace);
        for (int i = 0; i < levels.length; i++) {
          levels[i] += zbar[field.n + i];
        }
      }
    }
  }
}
