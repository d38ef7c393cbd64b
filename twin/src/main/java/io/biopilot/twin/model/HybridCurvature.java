package io.biopilot.twin.model;

import io.biopilot.twin.model.HybridParameters.Slices;
import io.biopilot.twin.model.HybridWorkspace.FactorWorkspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hessian-vector products of a {@link HybridMap}, forward over reverse: a tangent runs forwards
 * through the factors, then adjoint and tangent of the adjoint run backwards. At each factor g with
 * adjoint w and its tangent ẇ: v̇ = Jᵀ ẇ + ∇²(wᵀ g) · (tangent of the factor's argument).
 */
final class HybridCurvature {
  private static final double[] NONE = {};

  private final HybridWorkspace w;
  private final int inputs;
  private final int width;
  private final double[] de;
  private final double[] ebar;
  private final double[] edot;
  private final double[] headDirection;
  private final double[] headResult;
  private final Slices direction;
  private final Slices result;
  private final List<Part> parts = new ArrayList<>();

  /** The arrays of one factor. */
  private static final class Part {
    final double[] dz;
    final double[] dn;
    final double[] zdot;
    final double[] ndot;
    final double[] argument;
    final double[] product;

    Part(FactorWorkspace f) {
      int in = f.factor.network().shape().inputs();
      int out = f.factor.network().shape().outputs();
      int joint = in + f.factor.network().shape().parameters();
      dz = new double[in];
      zdot = new double[in];
      dn = new double[out];
      ndot = new double[out];
      argument = new double[joint];
      product = new double[joint];
    }
  }

  HybridCurvature(HybridWorkspace w) {
    this.w = w;
    inputs = w.map.shape().inputs();
    width = w.map.head().shape().inputs();
    de = new double[width];
    ebar = new double[width];
    edot = new double[width];
    headDirection = new double[width + w.map.mechanistic()];
    headResult = new double[headDirection.length];
    direction = new Slices(w.map);
    result = new Slices(w.map);
    for (FactorWorkspace f : w.factors) {
      parts.add(new Part(f));
    }
  }

  void addHessianVector(double[] ybar, double[] v, double[] out) {
    forwards(v);
    Arrays.fill(ebar, 0.0);
    Arrays.fill(edot, 0.0);
    w.map.head().addPullback(ybar, ebar, NONE, w.head);
    Arrays.fill(headResult, 0.0);
    w.map.head().addHessianVector(ybar, headDirection, headResult, w.head);
    takeHeadResult();
    for (int k = parts.size() - 1; k >= 0; k--) {
      backwards(k);
    }
    for (int i = 0; i < inputs; i++) {
      out[i] += edot[i];
    }
    result.drainInto(out, inputs);
  }

  private void forwards(double[] v) {
    direction.take(v, inputs);
    System.arraycopy(v, 0, de, 0, inputs);
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      FactorWorkspace f = w.factors.get(k);
      f.factor.feed().pushforwardInto(de, direction.mechanistic, part.dz, f.feed);
      double[] dw = direction.weights.get(k);
      f.factor.network().pushforwardInto(part.dz, dw, part.dn, f.network);
      f.scatter(part.dn, de);
    }
    System.arraycopy(de, 0, headDirection, 0, width);
    double[] dm = direction.mechanistic;
    System.arraycopy(dm, 0, headDirection, width, dm.length);
  }

  private void backwards(int k) {
    Part part = parts.get(k);
    FactorWorkspace f = w.factors.get(k);
    f.gather(ebar, f.nbar);
    f.gather(edot, part.ndot);
    Arrays.fill(f.zbar, 0.0);
    Arrays.fill(part.zdot, 0.0);
    double[] wdot = result.weights.get(k);
    f.factor.network().addPullback(f.nbar, f.zbar, NONE, f.network);
    f.factor.network().addPullback(part.ndot, part.zdot, wdot, f.network);
    int in = part.dz.length;
    System.arraycopy(part.dz, 0, part.argument, 0, in);
    double[] dw = direction.weights.get(k);
    System.arraycopy(dw, 0, part.argument, in, dw.length);
    Arrays.fill(part.product, 0.0);
    f.factor.network().addHessianVector(f.nbar, part.argument, part.product, f.network);
    for (int i = 0; i < in; i++) {
      part.zdot[i] += part.product[i];
    }
    for (int i = 0; i < wdot.length; i++) {
      wdot[i] += part.product[in + i];
    }
    f.factor.feed().addPullback(f.zbar, ebar, NONE, f.feed);
    f.factor.feed().addPullback(part.zdot, edot, result.mechanistic, f.feed);
    Arrays.fill(headResult, 0.0);
    // the feed has the head's arguments, so the direction is the same
    f.factor.feed().addHessianVector(f.zbar, headDirection, headResult, f.feed);
    takeHeadResult();
  }

  private void takeHeadResult() {
    for (int i = 0; i < width; i++) {
      edot[i] += headResult[i];
    }
    for (int i = 0; i < result.mechanistic.length; i++) {
      result.mechanistic[i] += headResult[width + i];
    }
  }
}
