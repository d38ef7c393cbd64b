package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap.Workspace;
import io.biopilot.twin.model.HybridMap.Factor;
import io.biopilot.twin.model.HybridParameters.Slices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arrays of one {@link HybridMap} for one thread, and the composition itself. */
final class HybridWorkspace implements Workspace {
  private static final double[] NONE = {};

  final HybridMap map;
  final HybridParameters shared;
  final List<FactorWorkspace> factors = new ArrayList<>();
  final Workspace head;
  final double[] e;
  private final int batch;
  private final int inputs;
  private final int width;
  private final double[] de;
  private final double[] ebar;
  private @Nullable Slices own;
  private Slices at;
  private @Nullable HybridChain chain;
  private @Nullable HybridCurvature curvature;

  HybridWorkspace(HybridMap map, int batch) {
    this(map, batch, new HybridParameters(map), null);
  }

  /** A sibling. */
  HybridWorkspace(HybridMap map, HybridWorkspace other) {
    this(map, 1, other.shared, other);
  }

  private HybridWorkspace(
      HybridMap map, int batch, HybridParameters shared, @Nullable HybridWorkspace other) {
    this.map = map;
    this.batch = batch;
    this.shared = shared;
    at = shared.bound;
    inputs = map.shape().inputs();
    width = map.head().shape().inputs();
    e = new double[batch * width];
    de = new double[batch * width];
    ebar = new double[batch * width];
    head = other == null ? map.head().workspace(batch) : map.head().sibling(other.head);
    for (int k = 0; k < map.factors().size(); k++) {
      FactorWorkspace from = other == null ? null : other.factors.get(k);
      factors.add(new FactorWorkspace(map.factors().get(k), batch, width, from));
    }
  }

  void bind(double[] p) {
    Slices bound = shared.bound;
    bound.take(p, 0);
    map.head().bindParameters(bound.mechanistic, head);
    for (int k = 0; k < factors.size(); k++) {
      Factor factor = map.factors().get(k);
      factor.feed().bindParameters(bound.mechanistic, factors.get(k).feed);
      factor.network().bindParameters(bound.weights.get(k), factors.get(k).network);
    }
  }

  /** The parameters in force: the bound ones, or a copy of what was given. */
  private void takeParameters(double[] p) {
    if (p == shared.bound.source) {
      at = shared.bound;
      return;
    }
    Slices copy = own;
    if (copy == null) {
      copy = new Slices(map);
      own = copy;
    }
    copy.take(p, 0);
    at = copy;
  }

  Slices parameters() {
    return at;
  }

  void valueInto(double[] x, double[] p, double[] out) {
    enter(x, p);
    headInto(out);
  }

  /** Everything up to e. */
  void enter(double[] x, double[] p) {
    takeParameters(p);
    spread(x, e);
    for (int k = 0; k < factors.size(); k++) {
      FactorWorkspace f = factors.get(k);
      f.factor.feed().valueInto(e, at.mechanistic, f.z, f.feed);
      f.factor.network().valueInto(f.z, at.weights.get(k), f.n, f.network);
      f.scatter(f.n, e);
    }
  }

  void headInto(double[] out) {
    map.head().valueInto(e, at.mechanistic, out, head);
  }

  void pushforwardInto(double[] dx, double[] dp, double[] dy) {
    boolean withParameters = dp.length > 0;
    if (withParameters) {
      shared.direction.take(dp, 0);
    }
    double[] dm = withParameters ? shared.direction.mechanistic : NONE;
    spread(dx, de);
    for (int k = 0; k < factors.size(); k++) {
      FactorWorkspace f = factors.get(k);
      double[] dw = withParameters ? shared.direction.weights.get(k) : NONE;
      f.factor.feed().pushforwardInto(de, dm, f.dz, f.feed);
      f.factor.network().pushforwardInto(f.dz, dw, f.dn, f.network);
      f.scatter(f.dn, de);
    }
    map.head().pushforwardInto(de, dm, dy, head);
  }

  void addPullback(double[] ybar, double[] xbar, double[] pbar) {
    pullBack(ybar, xbar, pbar, false);
  }

  void deferPullback(double[] ybar, double[] xbar, double[] pbar) {
    pullBack(ybar, xbar, pbar, true);
  }

  void flushPullback(double[] pbar) {
    for (int k = 0; k < factors.size(); k++) {
      FactorWorkspace f = factors.get(k);
      f.factor.network().flushPullback(shared.deferred.weights.get(k), f.network);
    }
    shared.deferred.drainInto(pbar, 0);
  }

  private void pullBack(double[] ybar, double[] xbar, double[] pbar, boolean deferred) {
    boolean withParameters = pbar.length > 0;
    double[] mbar = withParameters ? shared.adjoint.mechanistic : NONE;
    Arrays.fill(ebar, 0.0);
    map.head().addPullback(ybar, ebar, mbar, head);
    for (int k = factors.size() - 1; k >= 0; k--) {
      FactorWorkspace f = factors.get(k);
      f.gather(ebar, f.nbar);
      Arrays.fill(f.zbar, 0.0);
      if (deferred && withParameters) {
        double[] kept = shared.deferred.weights.get(k);
        f.factor.network().deferPullback(f.nbar, f.zbar, kept, f.network);
      } else {
        double[] wbar = withParameters ? shared.adjoint.weights.get(k) : NONE;
        f.factor.network().addPullback(f.nbar, f.zbar, wbar, f.network);
      }
      f.factor.feed().addPullback(f.zbar, ebar, mbar, f.feed);
    }
    if (withParameters) {
      shared.adjoint.drainInto(pbar, 0);
    }
    for (int b = 0; b < batch; b++) {
      for (int i = 0; i < inputs; i++) {
        xbar[b * inputs + i] += ebar[b * width + i];
      }
    }
  }

  void addHessianVector(double[] ybar, double[] v, double[] out) {
    HybridCurvature c = curvature;
    if (c == null) {
      c = new HybridCurvature(this);
      curvature = c;
    }
    c.addHessianVector(ybar, v, out);
  }

  /** Made on first use: only some callers ask for Jacobians. */
  HybridChain chain() {
    HybridChain c = chain;
    if (c == null) {
      c = new HybridChain(this);
      chain = c;
    }
    return c;
  }

  private void spread(double[] x, double[] target) {
    for (int b = 0; b < batch; b++) {
      System.arraycopy(x, b * inputs, target, b * width, inputs);
    }
  }

  /** The arrays of one factor; feed and network keep the derivatives' point. */
  static final class FactorWorkspace {
    final Factor factor;
    final Workspace feed;
    final Workspace network;
    final double[] z;
    final double[] n;
    final double[] dz;
    final double[] dn;
    final double[] zbar;
    final double[] nbar;
    private final int batch;
    private final int width;
    private final int outputs;

    FactorWorkspace(Factor factor, int batch, int width, @Nullable FactorWorkspace other) {
      this.factor = factor;
      this.batch = batch;
      this.width = width;
      feed = other == null ? factor.feed().workspace(batch) : factor.feed().sibling(other.feed);
      network =
          other == null
              ? factor.network().workspace(batch)
              : factor.network().sibling(other.network);
      int in = batch * factor.network().shape().inputs();
      outputs = factor.network().shape().outputs();
      int out = batch * outputs;
      z = new double[in];
      dz = new double[in];
      zbar = new double[in];
      n = new double[out];
      dn = new double[out];
      nbar = new double[out];
    }

    /** The factor's outputs to their place in e. */
    void scatter(double[] from, double[] e) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(from, b * outputs, e, b * width + factor.offset(), outputs);
      }
    }

    /** The factor's place in e to its outputs. */
    void gather(double[] e, double[] to) {
      for (int b = 0; b < batch; b++) {
        System.arraycopy(e, b * width + factor.offset(), to, b * outputs, outputs);
      }
    }
  }
}
