package io.biopilot.mpc.problem.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchFileTest {

  private static final String EXAMPLE = BatchFile.example("fed-batch");

  @Test
  void examplesAreReadCompletely() {
    for (String name : BatchFile.EXAMPLES) {
      BatchFile file = BatchFile.parse(name, BatchFile.example(name));
      assertThat(file.batch().end()).isPositive();
      boolean own = file.batch().initial().isEmpty();
      assertThat(file.initialState().equals(file.model().initialState())).isEqualTo(own);
    }
  }

  @Test
  void batchReplacesValuesOfTheModel() {
    String yaml = EXAMPLE.replace("  # initial: {X: 0.4}", "  initial: {X: 0.4}");
    BatchFile file = BatchFile.parse("f", yaml.replace("  # parameters: {", "  parameters: {"));
    assertThat(file.initialState().get(1)).isEqualTo(0.4);
    assertThat(file.planned().parameters().get(0)).isEqualTo(0.6);
    assertThat(file.model().nominalParameters().get(0)).isEqualTo(0.64);
  }

  @Test
  void modelMayStandInAFileBesideTheGoal(@TempDir Path folder) throws IOException {
    String[] documents = EXAMPLE.split("(?m)^---$", -1);
    Files.writeString(folder.resolve("m.yaml"), documents[1]);
    Files.writeString(
        folder.resolve("g.yaml"), documents[0].replace("  end: 16", "  model: m.yaml\n  end: 16"));
    BatchFile file = BatchFile.load(folder.resolve("g.yaml"));
    assertThat(file.model().schema()).isEqualTo(ModelFile.parse("m.yaml", documents[1]).schema());
    Files.delete(folder.resolve("m.yaml"));
    assertThatThrownBy(() -> BatchFile.load(folder.resolve("g.yaml")))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("batch.model is 'm.yaml'")
        .hasMessageContaining("cannot be read");
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() {
    String goal = EXAMPLE.split("(?m)^---$", -1)[0];
    assertThatThrownBy(() -> BatchFile.parse("g", goal))
        .hasMessageContaining("batch.model is missing");
    assertThatThrownBy(() -> BatchFile.parse("g", EXAMPLE.replace("end: 16", "end: -1")))
        .hasMessageContaining("batch.end (-1.0 h) must lie after the start (0.0 h)");
    assertThatThrownBy(
            () ->
                BatchFile.parse(
                    "g", EXAMPLE.replace("inputs: {F: 0}", "inputs: {F: 0}\n  initial: {X: -1}")))
        .hasMessageContaining("g:11:16")
        .hasMessageContaining("batch.initial.X is -1.0, but the model has X from 0.0 to Infinity");
    String receding =
        EXAMPLE.replace("{kind: shrinking, move: 0.5}", "{kind: receding, length: 4, moves: 8}");
    assertThatThrownBy(() -> BatchFile.parse("g", receding))
        .hasMessageContaining("batch.end means nothing here");
    assertThatThrownBy(
            () -> BatchFile.parse("g", EXAMPLE.replace("inputs: {F: 0}", "inputs: {G: 0}")))
        .hasMessageContaining("the model has no input 'G'; it has F");
    long line = EXAMPLE.lines().takeWhile(text -> !text.startsWith("  qP: {unit")).count() + 1;
    assertThatThrownBy(() -> BatchFile.parse("g", EXAMPLE.replace("qPmax * qS", "qPmux * qS")))
        .hasMessageContaining("g:" + line + ":")
        .hasMessageContaining("qPmux");
  }

  /** Numbers that no plan could mean are refused where they stand, not planned with. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step: 0.125|step: -1|integration.step is -1.0, expected a number above 0",
        "lower: 0, upper: 0.15, change|lower: -1, upper: 0.15, change|inputs.F.lower is -1.0, but the model has F from 0.0 to 0.15 L/h",
        "upper: 0.15, change|upper: 0.2, change|inputs.F.upper is 0.2, but the model has F from 0.0 to 0.15 L/h",
        "change: 0.03|change: -0.03|inputs.F.change is -0.03, expected a number from 0 on",
        "window: 0.5|window: 0|inputs.F.window is 0.0, expected a number above 0",
        "move price: 1|move price: -1|inputs.F.move price is -1.0, expected",
        "price: 50|price: -50|limits.S.price is -50.0, expected",
        "minimum: 0.01|minimum: 0|doses.dose.minimum is 0.0, expected a number above 0",
        "maximum: 0.1|maximum: 1|doses.dose.maximum is 1.0, but the model has dose from 0.0 to 0.1 g",
        "step: 0.01|step: 0|doses.dose.step is 0.0, expected a number above 0",
        "spacing: 1|spacing: -1|doses.dose.spacing is -1.0, expected",
        "grid: 0.5|grid: -0.5|doses.dose.grid is -0.5, expected",
        "most: 3|most: -1|doses.dose.most is -1.0, expected",
        "budget: 0.15|budget: -1|doses.dose.budget is -1.0, expected",
        "budget: 0.15|budget: 0.005|the budget 0.005 does not allow the minimum dose 0.01",
        "margin: 0.05|margin: NaN|limits.S.margin is 'NaN', expected a number",
        "upper: 0.5|upper: 3f|limits.S.upper is '3f', expected a number"
      })
  void numbersThatMeanNothingAreRefused(String text, String other, String words) {
    int at = EXAMPLE.indexOf(text);
    assertThat(at).as("control: the example has it").isNotNegative();
    long line = EXAMPLE.substring(0, at).lines().count();
    String wrong = EXAMPLE.substring(0, at) + other + EXAMPLE.substring(at + text.length());
    assertThatThrownBy(() -> BatchFile.parse("g", wrong))
        .isInstanceOf(GoalException.class)
        .hasMessageStartingWith("g:" + line + ":")
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void entriesOfListsThatAreNoNumbersAreRefused() {
    String course = "references: {r: {times: [0, 3h], values: [1, NaN]}}\nsettings:";
    assertThatThrownBy(() -> BatchFile.parse("g", EXAMPLE.replaceFirst("settings:", course)))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("entry 2 of references.r.times is '3h', expected a number")
        .hasMessageContaining("entry 2 of references.r.values is 'NaN', expected a number");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String deep = "goal: " + "[".repeat(20_000) + "]".repeat(20_000);
    assertThatThrownBy(() -> BatchFile.parse("g", deep))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("nested");
  }
}
