package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/** One kind of pulse, x⁺ = g([x⁻ | amount | t]; p), with its scratch arrays. */
final class JumpMap {
  private final SmoothMap map;
  private final SmoothMap.Workspace workspace;
  private final int n;
  private final double[] z;
  private final double[] after;
  private final double[] zbar;
  private final double[] dz;

  JumpMap(SmoothMap map, int n) {
    this.map = map;
    this.n = n;
    workspace = map.workspace(1);
    z = new double[n + 2];
    after = new double[n];
    zbar = new double[n + 2];
    dz = new double[n + 2];
  }

  private void evaluate(double[] y, double amount, double t, double[] p) {
    System.arraycopy(y, 0, z, 0, n);
    z[n] = amount;
    z[n + 1] = t;
    map.valueInto(z, p, after, workspace);
  }

  /** y ← g(y, amount, t; p). */
  void apply(double[] y, double amount, double t, double[] p) {
    evaluate(y, amount, t, p);
    System.arraycopy(after, 0, y, 0, n);
  }

  /** Sets the point whose derivatives the other methods use. */
  void at(double[] before, double amount, double t, double[] p) {
    evaluate(before, amount, t, p);
  }

  /** lambda ← gₓᵀ lambda, pbar += g_pᵀ lambda; returns ∂g/∂amount · lambda. */
  double pull(double[] lambda, double[] pbar) {
    Arrays.fill(zbar, 0.0);
    map.addPullback(lambda, zbar, pbar, workspace);
    System.arraycopy(zbar, 0, lambda, 0, n);
    return zbar[n];
  }

  /** dy = gₓ dx + g_amount da + g_t dt + g_p dp; dp may be empty. */
  void push(double[] dx, double dAmount, double dTime, double[] dp, double[] dy) {
    System.arraycopy(dx, 0, dz, 0, n);
    dz[n] = dAmount;
    dz[n + 1] = dTime;
    map.pushforwardInto(dz, dp, dy, workspace);
  }
}
