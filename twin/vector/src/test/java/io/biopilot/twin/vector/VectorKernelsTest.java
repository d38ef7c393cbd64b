package io.biopilot.twin.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.KernelsContract;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The Vector API back end keeps the contract of kernels. */
class VectorKernelsTest extends KernelsContract {
  @Override
  protected Kernels kernels() {
    return new VectorKernels();
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Kernels.class)).hasOnlyElementsOfType(VectorKernels.class);
  }
}
