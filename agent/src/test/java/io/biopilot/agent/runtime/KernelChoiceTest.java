package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {

  /** Plain kernels with a wrong or slow activation. */
  private record Altered(double factor, int repetitions) implements Kernels {
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
      double[] kept = z.clone();
      for (int i = 0; i < repetitions; i++) {
        PLAIN.activate(activation, n, kept, a);
      }
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
    KernelChoice choice = KernelChoice.judge(new Altered(1.0 + 1e-9, 1));
    assertThat(choice.kernels()).isInstanceOf(PlainKernels.class);
    assertThat(choice.reason()).startsWith("altered differs from plain Java by");
  }

  @Test
  void slowKernelsAreRefused() {
    KernelChoice choice = KernelChoice.judge(new Altered(1.0, 50));
    assertThat(choice.kernels()).isInstanceOf(PlainKernels.class);
    assertThat(choice.reason()).startsWith("the other kernels are slower here");
  }
}
