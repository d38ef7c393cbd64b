package io.biopilot.twin.neural;

class RectifiedNetworkTest extends RectifiedNetworkContract {
  @Override
  protected Kernels kernels() {
    return new PlainKernels();
  }
}
