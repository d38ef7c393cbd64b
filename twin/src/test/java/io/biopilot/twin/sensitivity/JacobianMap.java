package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/** A smooth map of a test: value and full Jacobian written by hand, the rest follows. */
public abstract class JacobianMap implements SmoothMap {
  private final Shape shape;

  protected JacobianMap(int inputs, int parameters, int outputs) {
    shape = new Shape(inputs, parameters, outputs);
  }

  /** y = f(z, p). */
  protected abstract void value(double[] z, double[] p, double[] y);

  /** jacobian[i][j] = ∂yᵢ/∂(z, p)ⱼ; zero on entry. */
  protected abstract void derivative(double[] z, double[] p, double[][] jacobian);

  private static final class Point implements Workspace {
    final double[][] jacobian;

    Point(Shape s) {
      jacobian = new double[s.outputs()][s.inputs() + s.parameters()];
    }
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public Workspace workspace(int batch) {
    return new Point(shape);
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    value(x, p, y);
    double[][] jacobian = ((Point) w).jacobian;
    for (double[] row : jacobian) {
      Arrays.fill(row, 0.0);
    }
    derivative(x, p, jacobian);
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    double[][] jacobian = ((Point) w).jacobian;
    for (int i = 0; i < shape.outputs(); i++) {
      double sum = 0.0;
      for (int j = 0; j < shape.inputs(); j++) {
        sum += jacobian[i][j] * dx[j];
      }
      for (int j = 0; j < dp.length; j++) {
        sum += jacobian[i][shape.inputs() + j] * dp[j];
      }
      dy[i] = sum;
    }
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    double[][] jacobian = ((Point) w).jacobian;
    for (int i = 0; i < shape.outputs(); i++) {
      for (int j = 0; j < shape.inputs(); j++) {
        xbar[j] += jacobian[i][j] * ybar[i];
      }
      for (int j = 0; j < pbar.length; j++) {
        pbar[j] += jacobian[i][shape.inputs() + j] * ybar[i];
      }
    }
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    throw new UnsupportedOperationException("not needed here");
  }
}
