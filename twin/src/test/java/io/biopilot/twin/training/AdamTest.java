package io.biopilot.twin.training;

class AdamTest extends OptimizerContract {
  @Override
  Optimizer optimizer(int iterations) {
    return new Adam(0.05, iterations);
  }

  @Override
  int enough() {
    return 2000;
  }
}
