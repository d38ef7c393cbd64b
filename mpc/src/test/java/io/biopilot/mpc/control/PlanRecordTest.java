package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.mpc.models.BatchBioreactor;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.linalg.VecRows;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a plan leaves behind is small: it is kept in the journal, one a plan. */
class PlanRecordTest {

  /** The batch bioreactor: 20 intervals, four states, one input. */
  @Test
  void numbersOfAPlanAndItsWarmStartTakeAtMostFourKilobytes() {
    ProcessModel process = BatchBioreactor.process();
    Model model = new Model(process, process.nominalParameters(), 0, "test");
    PlanSettings settings = PlanSettings.of(new Scheme(Tableau.RK4, 0.25));
    RecedingHorizon controller =
        new RecedingHorizon(BatchBioreactor.problem(process, 10.0), settings);
    RecedingHorizon.Scratch workspace = controller.workspace();
    InputSchedule past = InputSchedule.constant(0.005);
    Decision decision =
        controller.feedback(
            controller.prepare(
                controller.initialMemory(), model, new Goals(100.0, Map.of()), past, workspace),
            new Estimate(0.0, BatchBioreactor.START, Vec.zeros(16)),
            new Budget.Iterations(100),
            workspace);
    assertThat(decision).isInstanceOf(Decision.Planned.class);
    Plan plan = ((Decision.Planned) decision).plan();
    PlanMemory memory = (PlanMemory) decision.memory();
    assertThat(plan.states()).as("control: the whole horizon").hasSize(21);
    assertThat(memory.others()).isEmpty();
    long numbers =
        plan.times().size()
            + plan.inputs().times().size()
            + count(plan.inputs().levels())
            + 3L * plan.inputs().impulses().size()
            + count(plan.states())
            + count(plan.deviations())
            + memory.times().size()
            + count(memory.states())
            + count(memory.prices())
            + count(memory.inputs())
            + 3L * memory.doses().size()
            + memory.carried().size();
    assertThat(Double.BYTES * numbers).isBetween(1000L, 4096L);
    // Kept once, in one array each: with every header still below 4 kB, as bench mpc measures.
    assertThat(plan.times()).isSameAs(memory.times());
    assertThat(plan.inputs().levels()).isSameAs(memory.inputs());
    assertThat(List.of(plan.states(), plan.deviations(), memory.states(), memory.prices()))
        .allMatch(rows -> rows instanceof VecRows);
  }

  private static long count(List<Vec> rows) {
    return rows.stream().mapToLong(Vec::size).sum();
  }
}
