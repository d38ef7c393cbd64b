package io.biopilot.twin.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterFileTest {

  private static final Schema SCHEMA =
      new Schema(
          List.of(),
          List.of(),
          List.of(),
          List.of(
              new Quantity("Ks", "g/L", "affinity", 0.0, 10.0),
              new Quantity("Y", "1", "yield", 0.0, 1.0)),
          List.of());

  private static final String GOOD =
      "model: abc\nprovenance: {seed: 1}\nparameters: {Ks: 0.05, Y: 0.5}\n";

  @Test
  void everyDigitSurvivesTheFile() throws Exception {
    ParameterFile file =
        new ParameterFile("abc", Map.of("seed", "1001"), Vec.of(0.1 + 0.2, 1.0 / 3.0));
    assertThat(ParameterFile.read("p.yaml", file.toText(SCHEMA), SCHEMA, "abc")).isEqualTo(file);
  }

  @Test
  void aFileOfAnotherModelIsRefused() {
    assertThatThrownBy(() -> ParameterFile.read("p.yaml", GOOD, SCHEMA, "xyz"))
        .isInstanceOf(ParameterFile.Unusable.class)
        .hasMessageContaining("p.yaml")
        .hasMessageContaining("abc")
        .hasMessageContaining("xyz");
  }

  @Test
  void whatIsWrongIsNamed() {
    refused(GOOD.replace("Ks: 0.05, ", ""), "parameters.Ks", "got null");
    refused(GOOD.replace("0.05", ".nan"), "parameters.Ks", "finite");
    refused(GOOD.replace("0.5}", "1.5}"), "parameters.Y", "1.5", "0.0 to 1.0");
    refused(GOOD.replace("Y: 0.5", "Y: 0.5, Z: 1"), "parameters.Z", "[Ks, Y]");
    refused(GOOD.replace("{Ks: 0.05, Y: 0.5}", "[1, 2]"), "parameters", "[1, 2]");
    refused("model: {", "YAML");
  }

  private static void refused(String text, String... parts) {
    assertThatThrownBy(() -> ParameterFile.read("p.yaml", text, SCHEMA, "abc"))
        .isInstanceOf(ParameterFile.Unusable.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("p.yaml");
  }
}
