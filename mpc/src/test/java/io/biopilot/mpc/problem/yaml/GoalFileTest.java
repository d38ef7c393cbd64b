package io.biopilot.mpc.problem.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.mpc.models.FormulaModel;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.twin.model.Schema;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoalFileTest {

  private static final Schema SCHEMA =
      new FormulaModel()
          .state("V", 2, "F")
          .state("P", 0, "0.1")
          .state("R", 90, "0")
          .state("A", 0, "0")
          .state("S", 0, "0")
          .input("F")
          .input("N")
          .input("Q")
          .input("loop")
          .impulse("dose", "V", "P", "R", "A", "S")
          .process()
          .schema();

  @Test
  void exampleIsReadCompletely() {
    GoalFile.Goal goal = GoalFile.parse("example", GoalFile.example(), SCHEMA);
    OptimalControlProblem problem = goal.problem();
    assertThat(problem.horizon()).isInstanceOf(Horizon.Shrinking.class);
    assertThat(problem.constraints()).hasSize(4);
    assertThat(problem.inputs()).filteredOn(input -> input.held()).hasSize(3);
    assertThat(problem.knobs())
        .contains(
            new Knob("F.change", 0.03), new Knob("R.margin", 3), new Knob("dose.budget", 0.4));
    assertThat(goal.step()).isEqualTo(0.25);
    assertThat(problem.values(Map.of("R.margin", 5.0)).of(new Knob("R.margin", 3))).isEqualTo(5.0);
    assertThat(GoalFile.jsonSchema()).contains("move price");
  }

  @Test
  void everythingWrongIsReportedWithItsPlace() {
    String yaml =
        """
        horizon: {kind: shrinking, move: fast}
        costs:
          product: {value: -P*W}
        inputs:
          F: {lower: 0, upper: 1, chnge: 2}
          G: held
        limits:
          Z: {upper: 3}
        """;
    assertThatThrownBy(() -> GoalFile.parse("goal.yaml", yaml, SCHEMA))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("goal.yaml:1:34: horizon.move is 'fast', expected a number")
        .hasMessageContaining("goal.yaml:3:20")
        .hasMessageContaining("W")
        .hasMessageContaining("unknown key 'chnge'")
        .hasMessageContaining("no input 'G'")
        .hasMessageContaining("no state 'Z'");
  }
}
