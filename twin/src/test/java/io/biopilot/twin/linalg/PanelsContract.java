package io.biopilot.twin.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.testing.Allocation;
import io.biopilot.testing.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What every back end of small products must do: the plain loops' sums, to the last bit. */
public abstract class PanelsContract {

  private static final int MOST = 21;

  protected abstract Panels panels();

  @Seeds(count = 20)
  void productsAreTheSumsInTheirOrder(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int inner = random.nextInt(MOST);
    int rows = 1 + random.nextInt(MOST);
    int columns = 1 + random.nextInt(MOST);
    int leading = Panels.padded(columns);
    double[] a = matrix(random, inner, rows);
    double[] b = matrix(random, inner, columns);
    double[] out = new double[Panels.even(rows) * leading];
    Arrays.fill(out, 7.0);
    panels().transposed(inner, rows, columns).into(a, b, out);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double expected = sum(0.0, column(a, inner, rows, i), column(b, inner, columns, j));
        assertThat(out[i * leading + j]).isEqualTo(expected);
      }
      for (int j = columns; j < leading; j++) {
        assertThat(out[i * leading + j]).isZero();
      }
    }
  }

  @Seeds(count = 20)
  void lowerTriangleGrowsByTheProduct(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int inner = random.nextInt(MOST);
    int size = 1 + random.nextInt(MOST);
    int leading = Panels.padded(size);
    double[] a = matrix(random, inner, size);
    double[] b = matrix(random, inner, size);
    double[] before = matrix(random, Panels.even(size), size);
    double[] out = before.clone();
    panels().transposed(inner, size, size).addLower(a, b, out);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        int at = i * leading + j;
        double expected = sum(before[at], column(a, inner, size, i), column(b, inner, size, j));
        assertThat(out[at]).isEqualTo(expected);
      }
    }
  }

  @Seeds(count = 20)
  void productWithAVectorIsAdded(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int inner = random.nextInt(MOST);
    int rows = 1 + random.nextInt(MOST);
    int at = random.nextInt(3);
    double[] a = matrix(random, inner, rows);
    double[] x = random.doubles(at + inner, -1.0, 1.0).toArray();
    double[] before = random.doubles(Panels.padded(rows), -1.0, 1.0).toArray();
    double[] y = before.clone();
    panels().transposed(inner, rows, rows).addTimes(a, x, at, y);
    for (int i = 0; i < rows; i++) {
      double[] given = Arrays.copyOfRange(x, at, at + inner);
      assertThat(y[i]).isEqualTo(sum(before[i], column(a, inner, rows, i), given));
    }
  }

  @Test
  void nothingIsAllocated() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    double[] a = matrix(random, 10, 12);
    double[] out = new double[144];
    double[] y = new double[12];
    Panels.Transposed product = panels().transposed(10, 12, 12);
    Runnable work =
        () -> {
          product.into(a, a, out);
          product.addLower(a, a, out);
          product.addTimes(a, a, 0, y);
        };
    assertThat(Allocation.bytesWhenWarm(work)).isZero();
  }

  /** With zero padding. */
  private static double[] matrix(RandomGenerator random, int rows, int columns) {
    double[] matrix = new double[rows * Panels.padded(columns)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix[i * Panels.padded(columns) + j] = random.nextGaussian();
      }
    }
    return matrix;
  }

  private static double[] column(double[] matrix, int rows, int columns, int j) {
    double[] column = new double[rows];
    for (int i = 0; i < rows; i++) {
      column[i] = matrix[i * Panels.padded(columns) + j];
    }
    return column;
  }

  private static double sum(double start, double[] a, double[] b) {
    double sum = start;
    for (int k = 0; k < a.length; k++) {
      sum = Math.fma(a[k], b[k], sum);
    }
    return sum;
  }
}
