package io.biopilot.twin.vector;

import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Kernels;
import jdk.incubator.vector.DoubleVector;

/** Kernels on the machine's preferred vectors. */
public final class VectorKernels implements Kernels {
  private static final int PADDING = 8;

  /** Numbers of a row with its padding: a whole number of vectors of any size. */
  static int padded(int width) {
    return (width + PADDING - 1) / PADDING * PADDING;
  }

  @Override
  public String name() {
    return "vector" + DoubleVector.SPECIES_PREFERRED.vectorBitSize();
  }

  @Override
  public double[] row(int width) {
    return new double[padded(width)];
  }

  @Override
  public Dense dense(int inputs, int outputs) {
    return new VectorDense(inputs, outputs);
  }

  @Override
  public void activate(Activation activation, int n, double[] z, double[] a) {
    switch (activation) {
      case TANH -> VectorActivations.tanhInto(padded(n), z, a);
      case SILU -> VectorActivations.siluInto(padded(n), z, a);
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
      case RELU -> VectorActivations.reluInto(padded(n), z, a);
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          a[i] = activation.value(z[i]);
        }
      }
    }
  }

  @Override
  public void multiplyBySlope(Activation activation, int n, double[] z, double[] a, double[] d) {
    switch (activation) {
      case TANH -> VectorActivations.multiplyByTanhSlope(padded(n), a, d);
      case QUADRATIC -> {
        for (int i = 0; i < n; i++) {
          d[i] *= 2.0 * z[i];
        }
      }
      case IDENTITY -> {}
      case RELU -> VectorActivations.multiplyByReluSlope(padded(n), a, d);
      case SILU -> {
        for (int i = 0; i < n; i++) {
          double s = (a[i] + 0.5 * Kernels.TINY) / (z[i] + Kernels.TINY);
          d[i] *= s + a[i] * (1.0 - s);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          d[i] *= -Math.expm1(-a[i]);
        }
      }
    }
  }
}
