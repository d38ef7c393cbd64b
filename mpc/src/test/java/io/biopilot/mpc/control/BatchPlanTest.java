package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Rodas5P;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole batches planned from the bundled files and judged by an adaptive integrator. */
class BatchPlanTest {

  private static Decision.Planned plan(BatchFile file, int iterations) {
    RecedingHorizon controller = RecedingHorizon.of(file.goal());
    RecedingHorizon.Scratch workspace = controller.workspace();
    Vec state = file.initialState();
    InputSchedule before = new InputSchedule(Vec.of(0.0), List.of(file.inputsBefore()), List.of());
    Decision decision =
        controller.feedback(
            controller.prepare(
                controller.initialMemory(),
                file.planned(),
                new Goals(file.batch().end(), Map.of()),
                before,
                workspace),
            new Estimate(file.batch().start(), state, Vec.zeros(state.size() * state.size())),
            new Budget.Iterations(iterations),
            workspace);
    assertThat(decision).isInstanceOf(Decision.Planned.class);
    return (Decision.Planned) decision;
  }

  private static PlanCheck.Course check(BatchFile file, Decision.Planned planned) {
    OptimalControlProblem problem = file.goal().problem();
    Integrator accurate = Integrator.of(new Rodas5P(), Tolerance.of(1e-9, 1e-12));
    PlanCheck check =
        new PlanChecker(problem, problem.values(Map.of()), accurate)
            .check(file.planned(), planned.plan(), file.initialState(), file.inputsBefore(), 200);
    assertThat(check).isInstanceOf(PlanCheck.Course.class);
    return (PlanCheck.Course) check;
  }

  /** Lee and Ramirez: 6.15 in the literature; 6.1506 by an independent computation. */
  @Test
  void leeRamirezReachesTheBestKnownProduct() {
    BatchFile file = BatchFile.parse("lee-ramirez", BatchFile.example("lee-ramirez"));
    Decision.Planned planned = plan(file, 60);
    PlanCheck.Course course = check(file, planned);
    Vec last = course.course().get(course.course().size() - 1).state();
    assertThat(last.get(0) * last.get(3)).isGreaterThan(6.150);
    // RK4 at 0.05 h against 1e-9.
    assertThat(course.objective()).isCloseTo(planned.objective(), within(1e-5));
    assertThat(course.deviation()).isLessThan(1e-4);
  }

  /** The last node has no inputs, however many are priced before it. */
  @Test
  void movesOfTwoInputsCanBePriced() {
    // With RK4 at a quarter of the step (an error of h⁴) only the prices themselves could differ.
    String yaml =
        BatchFile.example("lee-ramirez")
            .replace("upper: 1}", "upper: 1, move price: 1e-3}")
            .replace("step: 0.05", "step: 0.0125");
    BatchFile file = BatchFile.parse("lee-ramirez", yaml);
    Decision.Planned planned = plan(file, 5);
    assertThat(check(file, planned).costs().get("moves")).isGreaterThan(1e-4);
    assertThat(check(file, planned).objective()).isCloseTo(planned.objective(), within(1e-6));
  }

  /** A soft limit that the dynamics bend: refused steps are corrected, not shortened for ever. */
  @Test
  void fedBatchConvergesAndKeepsItsLimits() {
    BatchFile file = BatchFile.parse("fed-batch", BatchFile.example("fed-batch"));
    Decision.Planned planned = plan(file, 400);
    assertThat(planned.status()).startsWith("converged");
    PlanCheck.Course course = check(file, planned);
    assertThat(course.objective()).isCloseTo(planned.objective(), within(0.02));
    assertThat(course.margins()).extracting(PlanCheck.Margin::name).contains("V", "S", "oxygen");
    for (PlanCheck.Margin margin : course.margins()) {
      assertThat(margin.distances().get(margin.tightest())).isGreaterThan(-0.02 * margin.limit());
    }
    double given = 0.0;
    for (InputSchedule.TimedImpulse dose : planned.plan().inputs().impulses()) {
      given += dose.amount();
    }
    assertThat(given).isBetween(0.01, 0.15 + 1e-9);
  }
}
