package io.biopilot.twin.autodiff;

/** Checks the contract, and the default methods, on a map small enough to derive by hand. */
class SmoothMapDefaultsTest extends SmoothMapContract {

  @Override
  protected SmoothMap map() {
    return new Cubic();
  }

  /** y₀ = x₀² x₁ p₀, y₁ = x₁³ + p₁ x₀. */
  private static final class Cubic implements SmoothMap {

    private static final class Points implements Workspace {
      private final double[][] x;
      private final double[] p = new double[2];

      Points(int batch) {
        x = new double[batch][2];
      }
    }

    @Override
    public Shape shape() {
      return new Shape(2, 2, 2);
    }

    @Override
    public Workspace workspace(int batch) {
      return new Points(batch);
    }

    @Override
    public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
      Points points = (Points) w;
      System.arraycopy(p, 0, points.p, 0, 2);
      for (int b = 0; b < points.x.length; b++) {
        double first = x[2 * b];
        double second = x[2 * b + 1];
        points.x[b][0] = first;
        points.x[b][1] = second;
        y[2 * b] = first * first * second * p[0];
        y[2 * b + 1] = second * second * second + p[1] * first;
      }
    }

    @Override
    public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
      Points points = (Points) w;
      for (int b = 0; b < points.x.length; b++) {
        double first = points.x[b][0];
        double second = points.x[b][1];
        double dFirst = dx[2 * b];
        double dSecond = dx[2 * b + 1];
        dy[2 * b] = points.p[0] * (2 * first * second * dFirst + first * first * dSecond);
        dy[2 * b + 1] = 3 * second * second * dSecond + points.p[1] * dFirst;
        if (dp.length > 0) {
          dy[2 * b] += first * first * second * dp[0];
          dy[2 * b + 1] += first * dp[1];
        }
      }
    }

    @Override
    public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
      Points points = (Points) w;
      for (int b = 0; b < points.x.length; b++) {
        double first = points.x[b][0];
        double second = points.x[b][1];
        double bar0 = ybar[2 * b];
        double bar1 = ybar[2 * b + 1];
        xbar[2 * b] += bar0 * 2 * first * second * points.p[0] + bar1 * points.p[1];
        xbar[2 * b + 1] += bar0 * first * first * points.p[0] + bar1 * 3 * second * second;
        if (pbar.length > 0) {
          pbar[0] += bar0 * first * first * second;
          pbar[1] += bar1 * first;
        }
      }
    }

    @Override
    public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
      Points points = (Points) w;
      double first = points.x[0][0];
      double second = points.x[0][1];
      double bar = ybar[0];
      double p0 = points.p[0];
      double cross = bar * 2 * first * p0;
      out[0] += bar * 2 * second * p0 * v[0] + cross * v[1];
      out[0] += bar * 2 * first * second * v[2] + ybar[1] * v[3];
      out[1] += cross * v[0] + ybar[1] * 6 * second * v[1] + bar * first * first * v[2];
      out[2] += bar * (2 * first * second * v[0] + first * first * v[1]);
      out[3] += ybar[1] * v[0];
    }
  }
}
