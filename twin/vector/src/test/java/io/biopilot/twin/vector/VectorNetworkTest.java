package io.biopilot.twin.vector;

import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.NetworkContract;
import org.junit.jupiter.api.BeforeAll;

/** Networks on the Vector API keep the contract of smooth maps. */
class VectorNetworkTest extends NetworkContract {
  @BeforeAll
  static void compile() {
    new VectorNetworkTest().warmUp();
  }

  @Override
  protected Kernels kernels() {
    return new VectorKernels();
  }
}
