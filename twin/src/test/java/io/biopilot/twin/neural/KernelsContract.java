package io.biopilot.twin.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Allocation;
import io.biopilot.testing.Seeds;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every back end promises: the textbook loops, up to rounding, without allocation. */
public abstract class KernelsContract {
  protected abstract Kernels kernels();

  @Seeds(count = 40)
  void productsEqualTheTextbookLoops(long seed) {
    Case c = new Case(kernels(), seed);
    c.dense.applyInto(c.rows, c.x, c.y);
    for (int r = 0; r < c.rows; r++) {
      for (int j = 0; j < c.outputs; j++) {
        double sum = c.p[c.offset + c.inputs * c.outputs + j];
        for (int k = 0; k < c.inputs; k++) {
          sum += c.weight(k, j) * c.x[r][k];
        }
        assertThat(c.y[r][j]).as(c.toString()).isCloseTo(sum, within(1e-12));
      }
    }
    double[][] linear = c.copyOfRows(c.rows, c.outputs);
    c.dense.linearInto(c.rows, c.x, linear);
    for (int r = 0; r < c.rows; r++) {
      for (int j = 0; j < c.outputs; j++) {
        double bias = c.p[c.offset + c.inputs * c.outputs + j];
        assertThat(linear[r][j] + bias).isCloseTo(c.y[r][j], within(1e-12));
      }
    }
  }

  @Seeds(count = 40)
  void transposedProductsEqualTheTextbookLoops(long seed) {
    Case c = new Case(kernels(), seed);
    double[][] xbar = c.copyOfRows(c.rows, c.inputs);
    c.dense.transposedInto(c.rows, c.y, xbar);
    for (int r = 0; r < c.rows; r++) {
      for (int k = 0; k < c.inputs; k++) {
        double sum = 0.0;
        for (int j = 0; j < c.outputs; j++) {
          sum += c.weight(k, j) * c.y[r][j];
        }
        assertThat(xbar[r][k]).as(c.toString()).isCloseTo(sum, within(1e-12));
      }
    }
  }

  @Seeds(count = 40)
  void gradientIsAddedInItsPlaceAndNowhereElse(long seed) {
    Case c = new Case(kernels(), seed);
    double[] pbar = new double[c.p.length];
    java.util.Arrays.fill(pbar, 3.0);
    c.dense.addGradient(c.rows, c.x, c.y, pbar, c.offset);
    for (int i = 0; i < pbar.length; i++) {
      int entry = i - c.offset;
      double sum = 3.0;
      for (int r = 0; r < c.rows && entry >= 0 && entry < (c.inputs + 1) * c.outputs; r++) {
        int k = entry / c.outputs;
        sum += (k < c.inputs ? c.x[r][k] : 1.0) * c.y[r][entry % c.outputs];
      }
      assertThat(pbar[i]).as("%s, entry %d", c, entry).isCloseTo(sum, within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsEqualTheirScalarForms(Activation activation) {
    RandomGenerator random = generator(7);
    for (int n : new int[] {1, 3, 8, 13, 64, 200}) {
      double[] z = kernels().row(n);
      double[] a = kernels().row(n);
      double[] d = kernels().row(n);
      for (int i = 0; i < n; i++) {
        z[i] = random.nextGaussian() * Math.pow(10.0, random.nextInt(-9, 3)) / 3.0;
        z[i] = Math.max(-Kernels.ACTIVATION_RANGE, Math.min(Kernels.ACTIVATION_RANGE, z[i]));
        d[i] = 1.5;
      }
      kernels().activate(activation, n, z, a);
      kernels().multiplyBySlope(activation, n, z, a, d);
      for (int i = 0; i < n; i++) {
        double value = activation.value(z[i]);
        // SiLU is z (1 + tanh(z/2)) / 2: its left tail is exact to the rounding of 1, times z
        double tail = activation == Activation.SILU ? 2e-16 * Math.abs(z[i]) : 0.0;
        assertThat(a[i])
            .as("z = %s", z[i])
            .isCloseTo(value, within(2e-15 * Math.abs(value) + tail));
        // the slope of tanh is taken from its value: 1 - a², exact to the rounding of 1
        assertThat(d[i])
            .as("slope at %s", z[i])
            .isCloseTo(1.5 * activation.slope(z[i]), within(4e-15 * (1.0 + Math.abs(z[i]))));
      }
    }
  }

  @Test
  void tanhIsRightToEightUnitsInTheLastPlaceOverItsWholeRange() {
    int n = 40_001;
    double[] z = kernels().row(n);
    double[] a = kernels().row(n);
    double middle = (n - 1) / 2.0;
    for (int i = 0; i < n; i++) {
      double s = (i - middle) / middle;
      z[i] = Kernels.ACTIVATION_RANGE * s * s * s;
    }
    kernels().activate(Activation.TANH, n, z, a);
    double worst = 0.0;
    for (int i = 0; i < n; i++) {
      double exact = StrictMath.tanh(z[i]);
      worst = Math.max(worst, Math.abs(a[i] - exact) / Math.ulp(exact));
    }
    assertThat(worst).isLessThanOrEqualTo(8.0);
  }

  @Test
  void nothingIsAllocatedWhenWarm() {
    Case c = new Case(kernels(), 3);
    double[] pbar = new double[c.p.length];
    Runnable work =
        () -> {
          c.dense.applyInto(c.rows, c.x, c.y);
          c.dense.transposedInto(c.rows, c.y, c.x);
          c.dense.addGradient(c.rows, c.x, c.y, pbar, c.offset);
          kernelActivations(c);
        };
    assertThat(Allocation.bytesWhenWarm(work)).isZero();
  }

  private static void kernelActivations(Case c) {
    for (int r = 0; r < c.rows; r++) {
      c.kernels.activate(Activation.TANH, c.outputs, c.y[r], c.y[r]);
      c.kernels.multiplyBySlope(Activation.TANH, c.outputs, c.y[r], c.y[r], c.y[r]);
    }
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A layer of random size with random numbers in it. */
  private static final class Case {
    final Kernels kernels;
    final int inputs;
    final int outputs;
    final int rows;
    final int offset;
    final double[] p;
    final Kernels.Dense dense;
    final double[][] x;
    final double[][] y;

    Case(Kernels kernels, long seed) {
      this.kernels = kernels;
      RandomGenerator random = generator(seed);
      inputs = seed % 4 == 0 ? 64 : random.nextInt(1, 80);
      outputs = seed % 5 == 0 ? 64 : random.nextInt(1, 80);
      rows = seed % 3 == 0 ? 1 : random.nextInt(1, 40);
      offset = random.nextInt(0, 10);
      p = random.doubles(offset + (inputs + 1L) * outputs + 5, -1.0, 1.0).toArray();
      dense = kernels.dense(inputs, outputs);
      dense.load(p, offset);
      x = copyOfRows(rows, inputs);
      y = copyOfRows(rows, outputs);
      for (int r = 0; r < rows; r++) {
        for (int k = 0; k < inputs; k++) {
          x[r][k] = random.nextDouble(-1.0, 1.0);
        }
        for (int j = 0; j < outputs; j++) {
          y[r][j] = random.nextDouble(-1.0, 1.0);
        }
      }
    }

    double weight(int k, int j) {
      return p[offset + k * outputs + j];
    }

    double[][] copyOfRows(int count, int width) {
      double[][] made = new double[count][];
      for (int r = 0; r < count; r++) {
        made[r] = kernels.row(width);
      }
      return made;
    }

    @Override
    public String toString() {
      return "%d inputs, %d outputs, %d rows".formatted(inputs, outputs, rows);
    }
  }
}
