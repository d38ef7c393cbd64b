package io.biopilot.twin.estimation;

import io.biopilot.twin.autodiff.SmoothMap;

/** y = M x, no parameters; for tests with closed forms. */
final class LinearMap implements SmoothMap {

  private final double[][] rows;

  LinearMap(double[][] rows) {
    this.rows = rows;
  }

  private enum None implements Workspace {
    NONE
  }

  @Override
  public Shape shape() {
    return new Shape(rows[0].length, 0, rows.length);
  }

  @Override
  public Workspace workspace(int batch) {
    return None.NONE;
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    double[] result = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[0].length; j++) {
        result[i] += rows[i][j] * x[j];
      }
    }
    System.arraycopy(result, 0, y, 0, rows.length);
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    valueInto(dx, dp, dy, w);
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[0].length; j++) {
        xbar[j] += rows[i][j] * ybar[i];
      }
    }
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {}
}
