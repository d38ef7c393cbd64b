package io.biopilot.twin.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

class PaddedProductTest {

  @Seeds(count = 20)
  void everyEntryIsTheSumInItsOrderAndNothingBeyondIsTouched(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int rows = 1 + random.nextInt(9);
    int inner = random.nextInt(9);
    int leadingA = inner + random.nextInt(4);
    int columns = 4 * (1 + random.nextInt(4));
    double[] a = random.doubles((long) rows * leadingA, -1.0, 1.0).toArray();
    double[] b = random.doubles((long) inner * columns, -1.0, 1.0).toArray();
    double[] out = new double[rows * columns + 3];
    Arrays.fill(out, 7.0);

    new PaddedProduct(rows, inner, leadingA, columns).into(a, b, out);

    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0.0;
        for (int k = 0; k < inner; k++) {
          sum = Math.fma(a[i * leadingA + k], b[k * columns + j], sum);
        }
        assertThat(out[i * columns + j]).isEqualTo(sum);
      }
    }
    assertThat(Arrays.copyOfRange(out, rows * columns, out.length)).containsOnly(7.0);
  }
}
