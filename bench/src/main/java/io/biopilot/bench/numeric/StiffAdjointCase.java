package io.biopilot.bench.numeric;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.Outcome;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.StepListener;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.VectorField;
import io.biopilot.twin.ode.Workspace;
import io.biopilot.twin.ode.methods.Kvaerno5;
import io.biopilot.twin.ode.methods.RadauIIA5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.Loss;
import io.biopilot.twin.sensitivity.ParametricField;
import io.biopilot.twin.sensitivity.Stimulus;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradient of Robertson's x₁ at t = 40 with respect to all three rate constants, forward solve
 * included, beside the forward solve alone.
 */
final class StiffAdjointCase implements NumericCase {
  private static final double[] RATES = {0.04, 1e4, 3e7};

  /** ∂x₁/∂k at t = 40: twin's robertson-sensitivities.csv. */
  private static final double[] EXACT = {-4.2475587717, 1.3730807973e-05, -2.2883550889e-09};

  /** At most four forward solves. */
  private static final double GOAL = 0.25;

  @Override
  public String name() {
    return "stiff-adjoint";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    for (double relative : new double[] {1e-4, 1e-6, 1e-8}) {
      rows.add(row(session, new Kvaerno5(), relative));
      rows.add(row(session, new RadauIIA5(), relative));
    }
    return rows;
  }

  private static Row row(Session session, Method method, double relative) {
    Tolerance tolerance =
        new Tolerance(relative, Vec.of(relative * 1e-2, relative * 1e-6, relative * 1e-2));
    Integrator integrator = Integrator.of(method, tolerance);
    Workspace workspace = integrator.workspace(3);
    InitialValueProblem problem = InitialValueProblem.of(new Field(), 0.0, Vec.of(1, 0, 0), 40.0);
    double forward =
        session.microseconds(
            () ->
                require(integrator.solveInto(problem, SaveAt.end(), StepListener.NONE, workspace)));
    GradientSolver solver =
        new Adjoint.Discrete(integrator).solver(ParametricField.autonomous(new RobertsonMap()));
    Experiment experiment = Experiment.of(0.0, 40.0, Vec.of(1, 0, 0), Stimulus.constant());
    Loss loss = new EndValue();
    double gradient = session.microseconds(() -> require(solver.solve(experiment, RATES, loss)));
    double[] byRates = new double[3];
    solver.addParameterGradient(byRates);
    double error = 0.0;
    for (int i = 0; i < 3; i++) {
      error = Math.max(error, Math.abs(byRates[i] / EXACT[i] - 1.0));
    }
    return new Row(
        "Robertson t=40, gradient to 3 rates, %s rtol %.0e".formatted(method.name(), relative),
        gradient,
        error,
        "ours, forward solve alone",
        forward,
        Double.NaN,
        GOAL);
  }

  private static void require(Outcome outcome) {
    if (!outcome.usable()) {
      throw new IllegalStateException(outcome.describe());
    }
  }

  /** x₁ at the end. */
  private static final class EndValue implements Loss {
    @Override
    public Vec times() {
      return Vec.of(40.0);
    }

    @Override
    public double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar) {
      xbar[0] += 1.0;
      return z[0];
    }
  }

  /** The right-hand side as a plain field. */
  private static final class Field implements VectorField {
    private final RobertsonMap map = new RobertsonMap();
    private final io.biopilot.twin.autodiff.SmoothMap.Workspace workspace = map.workspace(1);

    @Override
    public int dimension() {
      return 3;
    }

    @Override
    public void derivativeInto(double t, double[] y, double[] dydt) {
      map.valueInto(y, RATES, dydt, workspace);
    }

    @Override
    public boolean hasJacobian() {
      return true;
    }

    @Override
    public void jacobianInto(double t, double[] y, double[] jacobian) {
      map.jacobianInto(y, RATES, jacobian, workspace);
    }

    @Override
    public boolean autonomous() {
      return true;
    }
  }
}
