package io.biopilot.twin.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.linalg.Panels;
import io.biopilot.twin.linalg.PanelsContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The Vector API back end keeps the contract of small products. */
class VectorPanelsTest extends PanelsContract {
  @Override
  protected Panels panels() {
    return new VectorPanels();
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Panels.class)).hasOnlyElementsOfType(VectorPanels.class);
  }
}
