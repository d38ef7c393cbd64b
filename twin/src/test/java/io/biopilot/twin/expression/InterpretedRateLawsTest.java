package io.biopilot.twin.expression;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The contract on rate laws of every kind of operation, interpreted. */
class InterpretedRateLawsTest extends SmoothMapContract {
  private final SmoothMap map = interpreted();

  private static SmoothMap interpreted() {
    Symbols symbols = RateLaws.symbols();
    List<Expression> outputs = Stream.of(RateLaws.FORMULAS).map(symbols::value).toList();
    SmoothMap.Shape shape =
        new SmoothMap.Shape(symbols.inputs(), symbols.parameters(), outputs.size());
    return new Compiled(shape, outputs, Backend.INTERPRETER);
  }

  @Override
  protected SmoothMap map() {
    return map;
  }

  @Override
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    RateLaws.drawPoint(random, x, p);
  }
}
