package io.biopilot.twin.expression;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import java.util.random.RandomGenerator;

/** The contract on rate laws of every kind of operation, as bytecode. */
class CompiledRateLawsTest extends SmoothMapContract {
  private final SmoothMap map = RateLaws.symbols().compile(RateLaws.FORMULAS);

  @Override
  protected SmoothMap map() {
    return map;
  }

  @Override
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    RateLaws.drawPoint(random, x, p);
  }
}
