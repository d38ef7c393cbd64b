package io.biopilot.mpc.problem.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
