package io.biopilot.twin.vector;

import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.RectifiedNetworkContract;

class VectorRectifiedNetworkTest extends RectifiedNetworkContract {
  @Override
  protected Kernels kernels() {
    return new VectorKernels();
  }
}
