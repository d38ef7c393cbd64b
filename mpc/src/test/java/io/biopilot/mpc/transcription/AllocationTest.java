package io.biopilot.mpc.transcription;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.mpc.models.BatchBioreactor;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.testing.Allocation;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Solves allocate nothing once a program and a solver were made, converged or one iteration. */
class AllocationTest {

  /** Two starts in turn, so that every solve has something to do. */
  private final Start[] starts = {
    Start.fresh(BatchBioreactor.START, Vec.of(0.0), 0),
    Start.fresh(Vec.of(1.02, 0.49, 0.004, 120.0), Vec.of(0.01), 0)
  };

  private final MultipleShooting program = program();
  private final SqpSolver solver = new SqpSolver(program, SqpSettings.standard());
  private int turn;

  private MultipleShooting program() {
    ProcessModel process = BatchBioreactor.process();
    OptimalControlProblem problem = BatchBioreactor.problem(process, 10.0);
    return new MultipleShooting(
        problem,
        process,
        process.nominalParameters(),
        new Scheme(Tableau.RK4, 0.25),
        Grid.uniform(0.0, 1.0, 20),
        problem.values(Map.of()),
        starts[0]);
  }

  @Test
  void convergedSolvesAllocateNothing() {
    program.simulate(solver.variables());
    assertThat(
            Allocation.bytesWhenWarm(
                () -> {
                  program.start(starts[turn++ & 1]);
                  require(solver.solve(AllocationTest::exhausted));
                  assertIterations(solver.iterations());
                }))
        .isZero();
  }

  @Test
  void realTimeIterationsAllocateNothing() {
    program.simulate(solver.variables());
    require(solver.solve(AllocationTest::exhausted));
    assertThat(
            Allocation.bytesWhenWarm(
                () -> {
                  require(solver.prepare());
                  program.start(starts[turn++ & 1]);
                  require(solver.feedback());
                }))
        .isZero();
  }

  private static boolean exhausted(int iterations) {
    return iterations >= 50;
  }

  private static void assertIterations(int iterations) {
    if (iterations == 0) {
      throw new AssertionError("a solve had nothing to do");
    }
  }

  private static void require(Status status) {
    if (status != Status.CONVERGED) {
      throw new AssertionError(status);
    }
  }
}
