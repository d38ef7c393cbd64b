package io.biopilot.mpc.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.BatchBioreactor;
import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Derivatives of an optimum against central differences of optima solved anew. */
class SolutionSensitivityTest {

  private static final Vec START = Vec.of(1.2, 0.4, 0.05, 120.0);

  private final ProcessModel process = BatchBioreactor.process();
  private final OptimalControlProblem problem = BatchBioreactor.problem(process, 10.0);

  private Scheme scheme = new Scheme(Tableau.RK4, 0.25);

  private MultipleShooting program(Vec start, double previous, Vec parameters, Values values) {
    return new MultipleShooting(
        problem,
        process,
        parameters,
        scheme,
        Grid.uniform(0.0, 1.0, 20),
        values,
        Start.fresh(start, Vec.of(previous), 0));
  }

  private static SqpSolver solve(MultipleShooting program) {
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-10));
    program.simulate(solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 60)).isEqualTo(Status.CONVERGED);
    return solver;
  }

  private double[] optimum(Vec start, double previous, Vec parameters, Values values) {
    return solve(program(start, previous, parameters, values)).variables();
  }

  /** Moves, differences and derivative agree to 1e-5 of the largest change. */
  private static void agree(double[] up, double[] down, double h, double[] dz) {
    double largest = 1e-12;
    for (double d : dz) {
      largest = Math.max(largest, Math.abs(d));
    }
    for (int i = 5; i < dz.length; i++) {
      double difference = (up[i] - down[i]) / (2 * h);
      assertThat(dz[i]).as("variable %d", i).isCloseTo(difference, within(1e-5 * largest));
    }
  }

  @Test
  void forwardAndAdjointEqualCentralDifferences() {
    Vec nominal = process.nominalParameters();
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, nominal, values);
    SqpSolver solver = solve(program);
    SolutionSensitivity sensitivity = new SolutionSensitivity(program, values);
    assertThat(sensitivity.at(solver)).isInstanceOf(Outcome.Differentiable.class);
    int n = solver.variables().length;
    double[] dz = new double[n];
    double[] none = {};
    double[] zbar = new double[n];
    zbar[program.inputAt(0)] = 1.0;
    zbar[program.inputAt(7)] = -2.0;
    zbar[program.stateAt(20) + 2] = 0.5;
    sensitivity.adjoint(zbar);
    for (int i = 0; i < 4; i++) {
      double h = 1e-4 * Math.max(0.1, START.get(i));
      double[] d = new double[5];
      d[i] = 1.0;
      sensitivity.forward(d, none, none, dz);
      agree(
          optimum(START.with(i, START.get(i) + h), 0.01, nominal, values),
          optimum(START.with(i, START.get(i) - h), 0.01, nominal, values),
          h,
          dz);
      assertThat(sensitivity.startWorth()[i]).isCloseTo(dot(zbar, dz), within(1e-9));
    }
    for (int i = 0; i < 2; i++) {
      double h = 1e-4 * nominal.get(i);
      double[] d = new double[2];
      d[i] = 1.0;
      sensitivity.forward(new double[5], d, none, dz);
      agree(
          optimum(START, 0.01, nominal.with(i, nominal.get(i) + h), values),
          optimum(START, 0.01, nominal.with(i, nominal.get(i) - h), values),
          h,
          dz);
      assertThat(sensitivity.parameterWorth()[i]).isCloseTo(dot(zbar, dz), within(1e-9));
    }
    for (String name : new String[] {"product.weight", "last.weight", "u.movePrice"}) {
      double[] d = new double[sensitivity.goalNames().size()];
      d[sensitivity.goalNames().indexOf(name)] = 1.0;
      sensitivity.forward(new double[5], none, d, dz);
      agree(
          optimum(START, 0.01, nominal, problem.values(Map.of(name, 1.0001))),
          optimum(START, 0.01, nominal, problem.values(Map.of(name, 0.9999))),
          1e-4,
          dz);
      int at = sensitivity.goalNames().indexOf(name);
      assertThat(sensitivity.goalWorth()[at]).isCloseTo(dot(zbar, dz), within(1e-9));
    }
  }

  /** The sensitivity of a program at its solution. */
  private static SolutionSensitivity atSolution(MultipleShooting program, Values values) {
    SolutionSensitivity sensitivity = new SolutionSensitivity(program, values);
    assertThat(sensitivity.at(solve(program))).isEqualTo(new Outcome.Differentiable());
    return sensitivity;
  }

  @Test
  void withoutParametersStartAndGoalsAreWorthTheSame() {
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, process.nominalParameters(), values);
    SolutionSensitivity sensitivity = atSolution(program, values);
    double[] zbar = new double[program.shape().totalVariables()];
    zbar[program.inputAt(3)] = 1.0;
    sensitivity.adjoint(zbar);
    double[] start = sensitivity.startWorth().clone();
    double[] goals = sensitivity.goalWorth().clone();
    assertThat(sensitivity.parameterWorth()).doesNotContain(Double.NaN);
    sensitivity.adjointOfStartAndGoals(zbar);
    assertThat(sensitivity.startWorth()).containsExactly(start);
    assertThat(sensitivity.goalWorth()).containsExactly(goals);
    assertThat(sensitivity.parameterWorth()).containsOnly(Double.NaN);
  }

  /** The program may be asked for other points between; the gradient stays that of its point. */
  @Test
  void gradientStaysThatOfItsPointWhenTheProgramGoesOn() {
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, process.nominalParameters(), values);
    SolutionSensitivity sensitivity = atSolution(program, values);
    double[] zbar = new double[program.shape().totalVariables()];
    zbar[program.inputAt(3)] = 1.0;
    sensitivity.adjoint(zbar);
    double[] worth = sensitivity.parameterWorth().clone();
    double[] elsewhere = new double[zbar.length];
    program.simulate(elsewhere);
    sensitivity.adjoint(zbar);
    assertThat(sensitivity.parameterWorth()).containsExactly(worth);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0.0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void heldInputsMoveWithTheirLimit() {
    followsItsLimit(START, Map.of("u.upper", 0.01), "u.upper");
  }

  @Test
  void heldStatesMoveWithTheirLimit() {
    followsItsLimit(Vec.of(3.68, 0.02, 0.9, 123.0), Map.of("X.upper", 3.7), "X.upper");
  }

  private void followsItsLimit(Vec start, Map<String, Double> base, String name) {
    Vec nominal = process.nominalParameters();
    Values values = problem.values(base);
    MultipleShooting program = program(start, 0.01, nominal, values);
    SolutionSensitivity sensitivity = atSolution(program, values);
    double[] dz = new double[program.shape().totalVariables()];
    double[] d = new double[sensitivity.goalNames().size()];
    int at = sensitivity.goalNames().indexOf(name);
    d[at] = 1.0;
    sensitivity.forward(new double[5], new double[0], d, dz);
    double h = 1e-6;
    double[] up = optimum(start, 0.01, nominal, problem.values(Map.of(name, base.get(name) + h)));
    double[] down = optimum(start, 0.01, nominal, problem.values(Map.of(name, base.get(name) - h)));
    assertThat(Arrays.stream(dz).filter(v -> Math.abs(v - 1.0) < 1e-9).count())
        .as("control: the limit is held somewhere")
        .isPositive();
    agree(up, down, h, dz);
    double[] zbar = new double[dz.length];
    zbar[program.inputAt(1)] = 1.0;
    zbar[program.stateAt(20) + 2] = 3.0;
    sensitivity.adjoint(zbar);
    assertThat(sensitivity.goalWorth()[at]).isCloseTo(dot(zbar, dz), within(1e-9));
  }

  @Test
  void implicitSchemeIsDifferentiatedExactlyToo() {
    scheme = new Scheme(Tableau.SDIRK3, 0.5);
    Vec nominal = process.nominalParameters();
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, nominal, values);
    SolutionSensitivity sensitivity = atSolution(program, values);
    double[] dz = new double[program.shape().totalVariables()];
    double h = 1e-4;
    sensitivity.forward(new double[5], new double[] {1.0, 0.0}, new double[0], dz);
    agree(
        optimum(START, 0.01, nominal.with(0, nominal.get(0) + h), values),
        optimum(START, 0.01, nominal.with(0, nominal.get(0) - h), values),
        h,
        dz);
    double[] zbar = new double[dz.length];
    zbar[program.inputAt(2)] = 1.0;
    sensitivity.adjoint(zbar);
    assertThat(sensitivity.parameterWorth()[0]).isCloseTo(dz[program.inputAt(2)], within(1e-9));
  }

  /** The upper limit of the first move put exactly where the free optimum lies. */
  @Test
  void limitThatOnlyJustHoldsIsRefusedByItsName() {
    Vec nominal = process.nominalParameters();
    double[] free = optimum(START, 0.01, nominal, problem.values(Map.of()));
    MultipleShooting plain = program(START, 0.01, nominal, problem.values(Map.of()));
    double largest = 0.0;
    for (int k = 0; k < 20; k++) {
      largest = Math.max(largest, free[plain.inputAt(k)]);
    }
    Values values = problem.values(Map.of("u.upper", largest));
    MultipleShooting program = program(START, 0.01, nominal, values);
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-10));
    program.simulate(solver.variables());
    solver.solve(iterations -> iterations >= 60);
    Outcome outcome = new SolutionSensitivity(program, values).at(solver);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("only just").contains("input of u");
  }

  /** A stand-in for the total limits the input then, which moves with other numbers. */
  @Test
  void totalThatIsUsedUpIsRefusedByItsName() {
    Model tank = Tank.model();
    OptimalControlProblem totalled =
        OptimalControlProblem.of(tank.process().schema(), Horizon.receding(2.0, 4))
            .cost(
                CostTerm.economic(
                    "effort",
                    CostTerm.Where.STAGE,
                    new Symbols()
                        .input("a")
                        .input("b")
                        .input("u")
                        .input("dose")
                        .input("t")
                        .compile("(u - 0.4)^2")))
            .input(InputLimit.range(0, "u", 0.1, 0.5).withTotal(1.0))
            .build();
    for (double given : new double[] {0.3, 1.5}) {
      Values values = totalled.values(Map.of());
      Start fresh = Start.fresh(Vec.of(0.2, 0.0), Vec.of(0.3), 0);
      Start start =
          new Start(
              fresh.state(),
              fresh.previous(),
              fresh.lowest(),
              fresh.highest(),
              Vec.of(given),
              fresh.dosed());
      MultipleShooting program =
          new MultipleShooting(
              totalled,
              tank.process(),
              tank.parameters(),
              scheme,
              Grid.uniform(0.0, 0.5, 4),
              values,
              start);
      SqpSolver solver = solve(program);
      Outcome outcome = new SolutionSensitivity(program, values).at(solver);
      if (given < 1.0) {
        assertThat(outcome).isInstanceOf(Outcome.Differentiable.class);
      } else {
        assertThat(((Outcome.Refused) outcome).reason())
            .startsWith("the total of u is used up already");
      }
    }
  }

  @Test
  void askingWithoutADerivativeIsAnError() {
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, process.nominalParameters(), values);
    SolutionSensitivity sensitivity = new SolutionSensitivity(program, values);
    assertThatThrownBy(() -> sensitivity.adjoint(new double[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void pointThatIsNoSolutionIsRefused() {
    Values values = problem.values(Map.of());
    MultipleShooting program = program(START, 0.01, process.nominalParameters(), values);
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard());
    program.simulate(solver.variables());
    solver.solve(iterations -> iterations >= 1);
    Outcome outcome = new SolutionSensitivity(program, values).at(solver);
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) outcome).reason()).contains("KKT residual");
  }
}
