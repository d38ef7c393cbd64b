package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.PaddedProduct;

/** A dose: x⁺ = g(x, amount, t), the amount a control of the interval or fixed. */
final class Jump implements Element {

  private final MapPoint at;
  private final MapPoint.Columns columns;
  private final CurvatureScratch scratch;
  private final PaddedProduct product;
  private final int column;
  private final double[] next;
  private final double[] xbar;
  private double fixedAmount;
  private double time;
  private double timeSlope;

  /**
   * @param column of w that holds the amount, or -1 where it is fixed
   */
  Jump(
      SmoothMap map,
      double[] parameters,
      MapPoint.Columns columns,
      int column,
      CurvatureScratch scratch) {
    this.columns = columns;
    this.column = column;
    this.scratch = scratch;
    at = new MapPoint(map, parameters, columns, column);
    product =
        new PaddedProduct(
            columns.states(), columns.states(), map.shape().inputs(), columns.leading());
    next = new double[columns.states() * columns.leading()];
    xbar = new double[columns.states()];
  }

  /** When it happens: time + slope · timing. */
  void place(double start, double slope) {
    time = start;
    timeSlope = slope;
  }

  /** The amount where no column holds it. */
  void fix(double amount) {
    fixedAmount = amount;
  }

  @Override
  public void bind() {
    at.bind();
  }

  private void set(double[] x, double[] w) {
    int nx = columns.states();
    System.arraycopy(x, 0, at.point, 0, nx);
    at.point[nx] = column < 0 ? fixedAmount : w[column];
    double timing = columns.timing() < 0 ? 0.0 : w[columns.timing()];
    at.point[nx + 1] = time + timeSlope * timing;
    at.timeSlope = timeSlope;
  }

  @Override
  public void value(double[] x, double[] w) {
    set(x, w);
    at.evaluate();
    System.arraycopy(at.value, 0, x, 0, x.length);
  }

  @Override
  public void forward(double[] x, double[] sensitivity, double[] w) {
    set(x, w);
    System.arraycopy(sensitivity, 0, at.sensitivity, 0, at.sensitivity.length);
    at.linearise();
    at.outputSensitivityInto(product, next);
    System.arraycopy(next, 0, sensitivity, 0, sensitivity.length);
    System.arraycopy(at.value, 0, x, 0, x.length);
  }

  @Override
  public void addCurvature(double[] ybar, double[] hessian) {
    System.arraycopy(ybar, 0, at.weights, 0, ybar.length);
    at.addCurvature(hessian, scratch);
    at.statePullbackInto(xbar);
    System.arraycopy(xbar, 0, ybar, 0, xbar.length);
  }

  @Override
  public void reverseAlong(double[] dxbar, double[] dw, double[] pbar) {
    at.aim(dw);
    System.arraycopy(dxbar, 0, at.change, at.change.length - dxbar.length, dxbar.length);
    at.pullChange(pbar);
    System.arraycopy(at.inputChange, 0, dxbar, 0, dxbar.length);
  }
}
