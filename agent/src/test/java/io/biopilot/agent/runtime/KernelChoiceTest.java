package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

  /** A clock that each look and each activation of {@link Altered} push on, ns. */
  private static final class Ticks {
    private long now;

    long look() {
      now += 10_000_000;
      return now;
    }
  }

  /** Plain kernels with a wrong activation, or one that takes its time. */
  private record Altered(double factor, long nanos, Ticks ticks) implements Kernels {
    private static final Kernels PLAIN = new PlainKernels();

    @Override
    public String name() {
      return "altered";
    }

    @Override
    public double[] row(int width) {
      return PLAIN.row(width);
    }

    @Override
    public Dense dense(int inputs, int outputs) {
      return PLAIN.dense(inputs, outputs);
    }

    @Override
    public void activate(Activation activation, int n, double[] z, double[] a) {
      ticks.now += nanos;
      PLAIN.activate(activation, n, z, a);
      for (int i = 0; i < n; i++) {
        a[i] *= factor;
      }
    }

    @Override
    public void multiplyBySlope(Activation activation, int n, double[] z, double[] a, double[] d) {
      PLAIN.multiplyBySlope(activation, n, z, a, d);
    }
  }

  @Test
  void withoutTheIncubatorModulePlainJavaIsChosen() {
    // the tests of this module run without --add-modules
    KernelChoice choice = KernelChoice.choose();
    assertThat(choice.kernels()).isInstanceOf(PlainKernels.class);
    assertThat(choice.reason())
        .isEqualTo("this Java runs without the module of the vector kernels");
  }

  @Test
  void kernelsThatComputeSomethingElseAreRefused() {
    KernelChoice choice = judge(1.0 + 1e-9, 0);
    assertThat(choice.kernels()).isInstanceOf(PlainKernels.class);
    assertThat(choice.reason()).startsWith("altered differs from plain Java by");
  }

  @Test
  void slowKernelsAreRefused() {
    KernelChoice choice = judge(1.0, 1_000);
    assertThat(choice.kernels()).isInstanceOf(PlainKernels.class);
    assertThat(choice.reason()).startsWith("the other kernels are slower here");
  }

  @Test
  void fastKernelsAreTaken() {
    KernelChoice choice = judge(1.0, -1_000);
    assertThat(choice.kernels()).isInstanceOf(Altered.class);
    assertThat(choice.reason()).startsWith("altered");
  }

  private static KernelChoice judge(double factor, long nanos) {
    Ticks ticks = new Ticks();
    return KernelChoice.judge(new Altered(factor, nanos, ticks), ticks::look);
  }
}
