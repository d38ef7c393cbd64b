package io.biopilot.bench.numeric;

import io.biopilot.twin.autodiff.SmoothMap;

/** Robertson's three reactions (1966), by hand; parameters k1, k2, k3; one point at a time. */
final class RobertsonMap implements SmoothMap {
  private static final Shape SHAPE = new Shape(3, 3, 3);

  /** The last point. */
  private static final class Point implements Workspace {
    final double[] x = new double[3];
    final double[] k = new double[3];
  }

  @Override
  public Shape shape() {
    return SHAPE;
  }

  @Override
  public Workspace workspace(int batch) {
    return new Point();
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    Point at = (Point) w;
    System.arraycopy(x, 0, at.x, 0, 3);
    System.arraycopy(p, 0, at.k, 0, 3);
    double slow = p[0] * x[0];
    double back = p[1] * x[1] * x[2];
    double fast = p[2] * x[1] * x[1];
    y[0] = back - slow;
    y[1] = slow - back - fast;
    y[2] = fast;
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    Point at = (Point) w;
    double[] x = at.x;
    double slow = at.k[0] * dx[0];
    double back = at.k[1] * (dx[1] * x[2] + x[1] * dx[2]);
    double fast = at.k[2] * 2.0 * x[1] * dx[1];
    if (dp.length > 0) {
      slow += dp[0] * x[0];
      back += dp[1] * x[1] * x[2];
      fast += dp[2] * x[1] * x[1];
    }
    dy[0] = back - slow;
    dy[1] = slow - back - fast;
    dy[2] = fast;
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    Point at = (Point) w;
    double[] x = at.x;
    double slow = ybar[1] - ybar[0];
    double back = ybar[0] - ybar[1];
    double fast = ybar[2] - ybar[1];
    xbar[0] += at.k[0] * slow;
    xbar[1] += at.k[1] * x[2] * back + 2.0 * at.k[2] * x[1] * fast;
    xbar[2] += at.k[1] * x[1] * back;
    if (pbar.length > 0) {
      pbar[0] += x[0] * slow;
      pbar[1] += x[1] * x[2] * back;
      pbar[2] += x[1] * x[1] * fast;
    }
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    throw new UnsupportedOperationException("the adjoint needs first derivatives only");
  }

  @Override
  public void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Point at = (Point) w;
    System.arraycopy(x, 0, at.x, 0, 3);
    System.arraycopy(p, 0, at.k, 0, 3);
    double fast = 2.0 * p[2] * x[1];
    jacobian[0] = -p[0];
    jacobian[1] = p[1] * x[2];
    jacobian[2] = p[1] * x[1];
    jacobian[3] = p[0];
    jacobian[4] = -p[1] * x[2] - fast;
    jacobian[5] = -p[1] * x[1];
    jacobian[6] = 0.0;
    jacobian[7] = fast;
    jacobian[8] = 0.0;
  }
}
