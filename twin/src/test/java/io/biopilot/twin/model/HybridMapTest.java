package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import io.biopilot.twin.model.yaml.ModelFile;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The contract on two networks, of which the second sees the first, around rate laws. */
class HybridMapTest extends SmoothMapContract {
  private static final String MODEL =
      """
      model: two-factors
      states:
        X: {unit: g/L, initial: 1}
        S: {unit: g/L, initial: 2}
      inputs:
        D: {unit: 1/h}
      parameters:
        k: {unit: 1/h, value: 1}
        K: {unit: g/L, value: 1}
      networks:
        second: {inputs: [a1 * X / K, a2, 't / 1[h]'], layers: [3], outputs: b, scale: k, gain: 1}
        first: {inputs: [S / (K + S)], layers: [4, 3], activation: softplus, outputs: [a1, a2], gain: 1}
      expressions:
        mu: b * S / (K + S)
      equations:
        X: mu * X * exp(a2) - D * X
        S: -mu * X - D * S
      """;

  private final SmoothMap map = ModelFile.parse("test", MODEL).dynamics();

  @Test
  void theSecondNetworkIsNotOfTheKindThatIsWrittenOut() {
    assertThat(map).isInstanceOf(HybridMap.class);
  }

  @Override
  protected SmoothMap map() {
    return map;
  }

  @Override
  protected void drawPoint(RandomGenerator random, double[] x, double[] p) {
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble(0.5, 1.5);
    }
    for (int i = 0; i < p.length; i++) {
      p[i] = i < 2 ? random.nextDouble(0.5, 1.5) : 0.6 * random.nextGaussian();
    }
  }
}
