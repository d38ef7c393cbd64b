package io.biopilot.twin.neural;

/** Plain Java, written in the loop forms that the JIT compiler vectorises by itself. No flags. */
public final class PlainKernels implements Kernels {

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public double[] row(int width) {
    return new double[width];
  }

  @Override
  public Dense dense(int inputs, int outputs) {
    return new PlainDense(inputs, outputs);
  }

  @Override
  public void activate(Activation activation, int n, double[] z, double[] a) {
    switch (activation) {
      case TANH -> RationalTanh.tanhInto(n, z, a);
      case SILU -> RationalTanh.siluInto(n, z, a);
      case QUADRATIC -> {
        for (int i = 0; i < n; i++) {
          a[i] = z[i] * z[i];
        }
      }
      case IDENTITY -> {
        if (a != z) {
          System.arraycopy(z, 0, a, 0, n);
        }
      }
      case RELU, SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          a[i] = activation.value(z[i]);
        }
      }
    }
  }

  @Override
  public void multiplyBySlope(Activation activation, int n, double[] z, double[] a, double[] d) {
    switch (activation) {
      case TANH -> {
        for (int i = 0; i < n; i++) {
          d[i] *= 1.0 - a[i] * a[i];
        }
      }
      case QUADRATIC -> {
        for (int i = 0; i < n; i++) {
          d[i] *= 2.0 * z[i];
        }
      }
      case IDENTITY -> {}
      case SILU -> {
        for (int i = 0; i < n; i++) {
          double s = (a[i] + 0.5 * TINY) / (z[i] + TINY);
          d[i] *= s + a[i] * (1.0 - s);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          d[i] *= -Math.expm1(-a[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          d[i] = a[i] > 0.0 ? d[i] : 0.0;
        }
      }
    }
  }
}
