package io.biopilot.twin.neural;

/** The plain back end keeps the contract of kernels. */
class PlainKernelsTest extends KernelsContract {
  @Override
  protected Kernels kernels() {
    return new PlainKernels();
  }
}
