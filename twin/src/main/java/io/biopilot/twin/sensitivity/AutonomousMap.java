package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/** A map of the state alone, as one of [states | t]; one point at a time. */
record AutonomousMap(SmoothMap inner) implements SmoothMap {

  /** The inner workspace with arrays of its width. */
  private static final class Adapted implements Workspace {
    final Workspace inner;
    final int inputs;
    final int parameters;
    final int outputs;
    final double[] jacobian;
    final double[] direction;
    final double[] result;

    /** A sibling: the scratch arrays are needed within a call only. */
    Adapted(Workspace inner, Adapted like) {
      this.inner = inner;
      inputs = like.inputs;
      parameters = like.parameters;
      outputs = like.outputs;
      jacobian = like.jacobian;
      direction = like.direction;
      result = like.result;
    }

    Adapted(Workspace inner, Shape s) {
      this.inner = inner;
      inputs = s.inputs();
      parameters = s.parameters();
      outputs = s.outputs();
      jacobian = new double[s.inputs() * s.outputs()];
      direction = new double[s.inputs() + s.parameters()];
      result = new double[s.inputs() + s.parameters()];
    }
  }

  private static Workspace of(Workspace w) {
    return ((Adapted) w).inner;
  }

  @Override
  public Shape shape() {
    Shape s = inner.shape();
    return new Shape(s.inputs() + 1, s.parameters(), s.outputs());
  }

  @Override
  public Workspace workspace(int batch) {
    if (batch != 1) {
      throw new IllegalArgumentException("an autonomous field serves one point, not " + batch);
    }
    return new Adapted(inner.workspace(1), inner.shape());
  }

  @Override
  public void bindParameters(double[] p, Workspace w) {
    inner.bindParameters(p, of(w));
  }

  @Override
  public Workspace sibling(Workspace w) {
    return new Adapted(inner.sibling(of(w)), (Adapted) w);
  }

  @Override
  public long siblingBytes() {
    return 64L + inner.siblingBytes();
  }

  // The time is the last entry of x and xbar: the inner map reads and writes the entries before.

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    inner.valueInto(x, p, y, of(w));
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    inner.pushforwardInto(dx, dp, dy, of(w));
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    inner.addPullback(ybar, xbar, pbar, of(w));
  }

  @Override
  public void deferPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    inner.deferPullback(ybar, xbar, pbar, of(w));
  }

  @Override
  public void flushPullback(double[] pbar, Workspace w) {
    inner.flushPullback(pbar, of(w));
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    Adapted adapted = (Adapted) w;
    int n = adapted.inputs;
    int parameters = adapted.parameters;
    System.arraycopy(v, 0, adapted.direction, 0, n);
    System.arraycopy(v, n + 1, adapted.direction, n, parameters);
    Arrays.fill(adapted.result, 0.0);
    inner.addHessianVector(ybar, adapted.direction, adapted.result, adapted.inner);
    for (int i = 0; i < n; i++) {
      out[i] += adapted.result[i];
    }
    for (int i = 0; i < parameters; i++) {
      out[n + 1 + i] += adapted.result[n + i];
    }
  }

  @Override
  public void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    Adapted adapted = (Adapted) w;
    inner.jacobianInto(x, p, adapted.jacobian, adapted.inner);
    widen(adapted, jacobian);
  }

  private static void widen(Adapted adapted, double[] wide) {
    int n = adapted.inputs;
    for (int i = 0; i < adapted.outputs; i++) {
      System.arraycopy(adapted.jacobian, i * n, wide, i * (n + 1), n);
      wide[i * (n + 1) + n] = 0.0;
    }
  }

  @Override
  public void valueAndJacobianInto(
      double[] x, double[] p, double[] y, double[] jacobian, Workspace w) {
    Adapted adapted = (Adapted) w;
    inner.valueAndJacobianInto(x, p, y, adapted.jacobian, adapted.inner);
    widen(adapted, jacobian);
  }

  @Override
  public void parameterJacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    inner.parameterJacobianInto(x, p, jacobian, of(w));
  }
}
