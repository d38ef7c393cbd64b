package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.linalg.PlainPanels;
import org.junit.jupiter.api.Test;

class SmallProductsTest {

  @Test
  void kernelsOnVectorsOfAnotherWidthTakePlainProducts() {
    assertThat(SmallProducts.beside("vector512")).isEqualTo(new PlainPanels());
  }

  @Test
  void plainKernelsTakeTheBestThereIs() {
    assertThat(SmallProducts.beside("plain")).isEqualTo(SmallProducts.best());
  }
}
