package io.biopilot.twin.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.KernelsContract;
import java.util.ServiceLoader;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The Vector API back end keeps the contract of kernels. */
class VectorKernelsTest extends KernelsContract {
  @Override
  protected Kernels kernels() {
    return new VectorKernels();
  }

  /** Two vectors share a division, whose rounding must not lead beyond 1. */
  @Seeds(count = 5)
  void tanhIsAtMostOneFarBeyondTheRangeThatIsAsked(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Kernels kernels = kernels();
    int n = 4_096;
    double[] z = kernels.row(n);
    double[] a = kernels.row(n);
    for (int i = 0; i < n; i++) {
      z[i] = Math.copySign(random.nextDouble(17.0, 40.0) * Math.pow(10.0, i % 4), i % 3 - 1.0);
    }
    kernels.activate(Activation.TANH, n, z, a);
    for (int i = 0; i < n; i++) {
      assertThat(a[i])
          .as("tanh %s", z[i])
          .isBetween(-1.0, 1.0)
          .isCloseTo(StrictMath.tanh(z[i]), within(1e-15));
    }
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(Kernels.class)).hasOnlyElementsOfType(VectorKernels.class);
  }
}
