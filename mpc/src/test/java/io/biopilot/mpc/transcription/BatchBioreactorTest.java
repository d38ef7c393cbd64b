package io.biopilot.mpc.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.BatchBioreactor;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.linalg.PlainPanels;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The batch bioreactor against stored answers.
 *
 * <p>Origin: converged objective and moves from CasADi 3.7.2 + IPOPT (tolerance 1e-12) on a
 * transcription with an exact integrator (CVODES, 1e-12); closed-loop moves from do-mpc 5.1, file
 * testing/results/results_batch_reactor.pkl (its own collocation, tolerance 1e-8); closed-loop sums
 * from CasADi + IPOPT, FATROP and acados with RK4 x 4, which agree.
 */
class BatchBioreactorTest {

  private static final double OBJECTIVE = -0.942233997588;
  private static final double[] MOVES = {
    0.008099870849, 0.01418938719, 0.01843337084, 0.02108583343, 0.02242158992,
    0.02269636437, 0.02212995222, 0.02090447923, 0.01917073364, 0.01705762774,
    0.01468177865, 0.012155567, 0.009592846048, 0.007111862545, 0.00483503211,
    0.00288504306, 0.001376324699, 0.0004001083222, 0, 0
  };
  private static final double[] FIRST_CLOSED_LOOP_MOVES = {
    0.0080999593, 0.0145017323, 0.0192925023, 0.0226667522, 0.0248765863
  };

  private final ProcessModel process = BatchBioreactor.process();

  private MultipleShooting program(Scheme scheme, double price, Vec state, double previous) {
    OptimalControlProblem problem = BatchBioreactor.problem(process, price);
    return new MultipleShooting(
        problem,
        process,
        process.nominalParameters(),
        scheme,
        Grid.uniform(0.0, 1.0, 20),
        problem.values(Map.of()),
        Start.fresh(state, Vec.of(previous), 0));
  }

  @Test
  void firstSolveReachesTheStoredOptimum() {
    MultipleShooting program =
        program(new Scheme(Tableau.RK4, 0.05), Double.POSITIVE_INFINITY, BatchBioreactor.START, 0);
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-9));
    program.simulate(solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 50)).isEqualTo(Status.CONVERGED);
    assertThat(solver.objective()).isCloseTo(OBJECTIVE, within(1e-9));
    for (int k = 0; k < 20; k++) {
      assertThat(solver.variables()[program.inputAt(k)]).isCloseTo(MOVES[k], within(1e-6));
    }
    assertThat(solver.iterations()).isLessThan(15);
  }

  @Test
  void implicitSchemeReachesTheSameOptimum() {
    MultipleShooting program =
        program(
            new Scheme(Tableau.SDIRK3, 0.1), Double.POSITIVE_INFINITY, BatchBioreactor.START, 0);
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-9));
    program.simulate(solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 50)).isEqualTo(Status.CONVERGED);
    // Order 3 at a tenth of an hour: its own error is about 1e-8.
    assertThat(solver.objective()).isCloseTo(OBJECTIVE, within(1e-6));
  }

  @Test
  void firstClosedLoopMovesAreThoseOfDoMpc() {
    ClosedLoop loop =
        new ClosedLoop(program(new Scheme(Tableau.RK4, 0.25), 10.0, BatchBioreactor.START, 0));
    loop.run(5, false);
    for (int i = 0; i < 5; i++) {
      assertThat(loop.moves.get(i)).isCloseTo(FIRST_CLOSED_LOOP_MOVES[i], within(1e-4));
    }
  }

  @Test
  void hundredStepsOfConvergedControlGiveTheStoredSums() {
    ClosedLoop loop =
        new ClosedLoop(program(new Scheme(Tableau.RK4, 0.25), 10.0, BatchBioreactor.START, 0));
    loop.run(100, false);
    assertThat(loop.state[2]).isCloseTo(0.94609633, within(0.94609633e-6));
    assertThat(loop.cost).isCloseTo(-36.149632, within(36.149632e-6));
  }

  @Test
  void realTimeIterationStaysClose() {
    ClosedLoop loop =
        new ClosedLoop(program(new Scheme(Tableau.RK4, 0.25), 10.0, BatchBioreactor.START, 0));
    loop.run(100, true);
    assertThat(loop.cost).isLessThan(-36.1486);
  }

  /** Controller and plant: RK4 with 100 steps an hour, as for every peer. */
  private final class ClosedLoop {
    private final MultipleShooting program;
    private final SqpSolver solver;
    private final Interval plant;
    final double[] state = BatchBioreactor.START.toArray();
    final List<Double> moves = new ArrayList<>();
    double cost;

    ClosedLoop(MultipleShooting program) {
      this.program = program;
      solver = new SqpSolver(program, SqpSettings.standard());
      MapPoint.Columns columns = MapPoint.Columns.of(4, 1, false);
      Flow flow =
          new Flow(
              process.dynamics(),
              process.nominalParameters().toArray(),
              columns,
              Tableau.RK4,
              100,
              new double[4],
              new CurvatureScratch(columns, 6, new PlainPanels()));
      flow.place(0.0, 0.0, 1.0, 0.0);
      plant = new Interval(columns, List.of(flow));
    }

    void run(int steps, boolean realTime) {
      double previous = 0.0;
      program.simulate(solver.variables());
      if (realTime) {
        solver.solve(iterations -> iterations >= 50);
      }
      for (int step = 0; step < steps; step++) {
        if (realTime) {
          assertThat(solver.prepare()).isEqualTo(Status.CONVERGED);
        }
        program.start(Start.fresh(Vec.of(state), Vec.of(previous), 0));
        Status status = realTime ? solver.feedback() : solver.solve(iterations -> iterations >= 50);
        assertThat(status).as("step %d", step).isEqualTo(Status.CONVERGED);
        double u = solver.variables()[program.inputAt(0)];
        moves.add(u);
        cost += -state[2] + (u - previous) * (u - previous);
        double[] w = Arrays.copyOf(state, 5);
        w[4] = u;
        System.arraycopy(plant.value(w), 0, state, 0, 4);
        previous = u;
      }
    }
  }
}
