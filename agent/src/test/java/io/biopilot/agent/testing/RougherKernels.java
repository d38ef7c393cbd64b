package io.biopilot.agent.testing;

import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;

/** Kernels that agree with plain Java to 1e-13, not to the last bit. */
public final class RougherKernels implements Kernels {

  public static final String NAME = "rougher";

  private final Kernels plain = new PlainKernels();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double[] row(int width) {
    return plain.row(width);
  }

  @Override
  public Dense dense(int inputs, int outputs) {
    return plain.dense(inputs, outputs);
  }

  @Override
  public void activate(Activation activation, int n, double[] z, double[] a) {
    plain.activate(activation, n, z, a);
    for (int i = 0; i < n; i++) {
      a[i] *= 1.0 + 1e-13;
    }
  }

  @Override
  public void multiplyBySlope(Activation activation, int n, double[] z, double[] a, double[] d) {
    plain.multiplyBySlope(activation, n, z, a, d);
  }
}
