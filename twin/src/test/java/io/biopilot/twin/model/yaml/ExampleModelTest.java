package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.ModelDeclaration;
import io.biopilot.twin.model.Prior;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import org.junit.jupiter.api.Test;

class ExampleModelTest {
  private final HybridModel model = ModelFile.parse("example", ModelFile.example());

  @Test
  void schemaHasTheOrderOfTheFile() {
    assertThat(model.schema().states())
        .extracting(Quantity::name)
        .containsExactly("V", "X", "S", "P", "I");
    assertThat(model.schema().parameters().subList(0, 7))
        .extracting(Quantity::name)
        .containsExactly("qSmax", "Ks", "Yxs", "qPmax", "KI", "Sin", "stock");
    // 3 inputs, two hidden layers of 8, one output
    assertThat(model.schema().parameters()).hasSize(7 + (3 + 1) * 8 + (8 + 1) * 8 + (8 + 1));
    assertThat(model.schema().parameters().get(7).name()).isEqualTo("burden.w0");
  }

  @Test
  void dynamicsAreThoseWrittenByHandWhileTheNetworkIsZero() {
    double[] x = {2.5, 4.0, 0.7, 0.3, 0.05, 0.1, 3.0};
    double[] dx = new double[5];
    SmoothMap.Workspace w = model.dynamics().workspace(1);
    model.dynamics().valueInto(x, model.nominalParameters().toArray(), dx, w);
    double dilution = 0.1 / 2.5;
    double uptake = 0.64 * 0.7 / (0.04 + 0.7);
    double production = 0.02 * 0.05 / (0.02 + 0.05);
    assertThat(dx[0]).isCloseTo(0.1, within(1e-15));
    assertThat(dx[1]).isCloseTo(0.5 * uptake * 4.0 - dilution * 4.0, within(1e-14));
    assertThat(dx[2]).isCloseTo(dilution * (300 - 0.7) - uptake * 4.0, within(1e-13));
    assertThat(dx[3]).isCloseTo(production * 4.0 - dilution * 0.3, within(1e-14));
    assertThat(dx[4]).isCloseTo(-dilution * 0.05, within(1e-15));
  }

  @Test
  void doseKeepsTheMassesAndAddsItsOwn() {
    double[] before = {2.0, 4.0, 0.7, 0.3, 0.05, 0.1, 3.0};
    double[] after = new double[5];
    SmoothMap jump = model.jumps().get(0);
    jump.valueInto(before, model.nominalParameters().toArray(), after, jump.workspace(1));
    assertThat(after[0]).isCloseTo(2.01, within(1e-15));
    for (int i = 1; i < 4; i++) {
      assertThat(after[i] * after[0]).isCloseTo(before[i] * 2.0, within(1e-14));
    }
    assertThat(after[4] * after[0]).isCloseTo(0.05 * 2.0 + 0.1, within(1e-14));
  }

  @Test
  void priorsSayWhatMayMove() {
    assertThat(model.priors().get(0)).isEqualTo(new Prior(true, true, 0.2));
    assertThat(model.priors().get(1).estimated()).isFalse();
    assertThat(model.priors().get(7)).isEqualTo(new Prior(true, false, 1.0));
  }

  @Test
  void intermediatesCanBeSeen() {
    int mu = Schema.indexOf(model.intermediates(), "mu");
    assertThat(model.intermediates().get(mu).unit()).isEqualTo("1/h");
    double[] x = {2.5, 4.0, 0.7, 0.3, 0.05, 0.1, 3.0};
    double[] values = new double[model.intermediates().size()];
    SmoothMap map = model.intermediateMap();
    map.valueInto(x, model.nominalParameters().toArray(), values, map.workspace(1));
    assertThat(values[mu]).isCloseTo(0.5 * 0.64 * 0.7 / 0.74, within(1e-14));
  }

  @Test
  void hashIsOfTheMeaningNotOfTheLayout() {
    String other = ModelFile.example().replace("# What instruments can see.", "# Seen").strip();
    ModelDeclaration same = ModelFile.declaration("other", other);
    ModelDeclaration changed =
        ModelFile.declaration("other", other.replace("value: 0.04", "value: 0.05"));
    assertThat(same.hash()).isEqualTo(model.declaration().hash()).hasSize(64);
    assertThat(changed.hash()).isNotEqualTo(same.hash());
    assertThat(model.nominal().hash()).hasSize(64).isNotEqualTo(same.hash());
    assertThat(model.with(model.nominalParameters().with(0, 0.65), 1).hash())
        .isNotEqualTo(model.nominal().hash());
  }
}
