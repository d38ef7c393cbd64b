package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;

/** A dose, see {@link Jump}. */
final class JumpSweep implements ElementSweep {

  private final DirectedPoint at;
  private final MapPoint.Columns columns;
  private final int column;
  private final double amount;
  private final double time;
  private final double timeSlope;

  /**
   * @param column of w that holds the amount, or -1 where it is fixed
   */
  JumpSweep(
      SmoothMap map,
      double[] parameters,
      MapPoint.Columns columns,
      int column,
      double amount,
      double time,
      double timeSlope) {
    this.columns = columns;
    this.column = column;
    this.amount = amount;
    this.time = time;
    this.timeSlope = timeSlope;
    at = new DirectedPoint(map, parameters, map.workspace(1));
  }

  @Override
  public void forward(double[] x, double[] dx, double[] w, double[] dw, double[] dp) {
    int nx = columns.states();
    int timing = columns.timing();
    System.arraycopy(x, 0, at.input, 0, nx);
    System.arraycopy(dx, 0, at.direction, 0, nx);
    at.input[nx] = column < 0 ? amount : w[column];
    at.direction[nx] = column < 0 ? 0.0 : dw[column];
    at.input[nx + 1] = time + (timing < 0 ? 0.0 : timeSlope * w[timing]);
    at.direction[nx + 1] = timing < 0 ? 0.0 : timeSlope * dw[timing];
    at.evaluate();
    at.push(dp);
    System.arraycopy(at.value, 0, x, 0, nx);
    System.arraycopy(at.change, 0, dx, 0, nx);
  }

  @Override
  public void reverse(double[] xbar, double[] dxbar, double[] dwbar) {
    int nx = columns.states();
    at.pull(xbar);
    at.pullChange(dxbar);
    System.arraycopy(at.inputBar, 0, xbar, 0, nx);
    System.arraycopy(at.changeBar, 0, dxbar, 0, nx);
    if (column >= 0) {
      dwbar[column] += at.changeBar[nx];
    }
    if (columns.timing() >= 0) {
      dwbar[columns.timing()] += timeSlope * at.changeBar[nx + 1];
    }
  }
}
