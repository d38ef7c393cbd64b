package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.List;

/**
 * Mechanistic formulas with learned factors, as one smooth map.
 *
 * <p>y = head(e; m) with e = [x | n₁ | n₂ | …] and nₖ = networkₖ(feedₖ(e; m); wₖ), where feedₖ uses
 * the outputs of earlier networks only, and p = [m | w]. All factors are {@link SmoothMap}s: their
 * own derivatives are composed by the chain rule, none is derived again.
 */
final class HybridMap implements SmoothMap {
  private final int inputs;
  private final int mechanistic;
  private final int parameters;
  private final List<Factor> factors;
  private final SmoothMap head;

  /**
   * One network in its place.
   *
   * @param feed over e and m, gives the network's inputs
   * @param network over its inputs and its weights
   * @param offset of its first output in e
   * @param weights of its first weight in p
   */
  record Factor(SmoothMap feed, SmoothMap network, int offset, int weights) {}

  /**
   * @param inputs length of x
   * @param mechanistic length of m
   * @param parameters length of p
   */
  HybridMap(int inputs, int mechanistic, int parameters, List<Factor> factors, SmoothMap head) {
    this.inputs = inputs;
    this.mechanistic = mechanistic;
    this.parameters = parameters;
    this.factors = List.copyOf(factors);
    this.head = head;
  }

  List<Factor> factors() {
    return factors;
  }

  SmoothMap head() {
    return head;
  }

  int mechanistic() {
    return mechanistic;
  }

  @Override
  public Shape shape() {
    return new Shape(inputs, parameters, head.shape().outputs());
  }

  @Override
  public Workspace workspace(int batch) {
    return new HybridWorkspace(this, batch);
  }

  @Override
  public Workspace sibling(Workspace w) {
    return new HybridWorkspace(this, (HybridWorkspace) w);
  }

  @Override
  public long siblingBytes() {
    long bytes = 256L + 24L * head.shape().inputs() + head.siblingBytes();
    for (Factor factor : factors) {
      bytes += 256L + factor.feed().siblingBytes() + factor.network().siblingBytes();
    }
    return bytes;
  }

  @Override
  public void bindParameters(double[] p, Workspace w) {
    ((HybridWorkspace) w).bind(p);
  }

  @Override
  public void valueInto(double[] x, double[] p, double[] y, Workspace w) {
    ((HybridWorkspace) w).valueInto(x, p, y);
  }

  @Override
  public void pushforwardInto(double[] dx, double[] dp, double[] dy, Workspace w) {
    ((HybridWorkspace) w).pushforwardInto(dx, dp, dy);
  }

  @Override
  public void addPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    ((HybridWorkspace) w).addPullback(ybar, xbar, pbar);
  }

  @Override
  public void deferPullback(double[] ybar, double[] xbar, double[] pbar, Workspace w) {
    ((HybridWorkspace) w).deferPullback(ybar, xbar, pbar);
  }

  @Override
  public void flushPullback(double[] pbar, Workspace w) {
    ((HybridWorkspace) w).flushPullback(pbar);
  }

  @Override
  public void addHessianVector(double[] ybar, double[] v, double[] out, Workspace w) {
    ((HybridWorkspace) w).addHessianVector(ybar, v, out);
  }

  @Override
  public void jacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    HybridWorkspace own = (HybridWorkspace) w;
    own.chain().jacobianInto(own, x, p, jacobian);
  }

  @Override
  public void valueAndJacobianInto(
      double[] x, double[] p, double[] y, double[] jacobian, Workspace w) {
    HybridWorkspace own = (HybridWorkspace) w;
    own.chain().jacobianInto(own, x, p, jacobian);
    own.headInto(y);
  }

  @Override
  public void addInputHessian(
      double[] x, double[] p, double[] ybar, double[] hessian, Workspace w) {
    HybridWorkspace own = (HybridWorkspace) w;
    own.chain().addInputHessian(own, x, p, ybar, hessian);
  }

  @Override
  public void addAdjointChange(
      double[] x,
      double[] p,
      double[] ybar,
      double[] change,
      double[] xbar,
      double[] pbar,
      Workspace w) {
    HybridWorkspace own = (HybridWorkspace) w;
    own.chain().addAdjointChange(own, x, p, ybar, change, xbar, pbar);
  }

  /** One pullback a row, which is cheaper than one pushforward a weight. */
  @Override
  public void parameterJacobianInto(double[] x, double[] p, double[] jacobian, Workspace w) {
    HybridWorkspace own = (HybridWorkspace) w;
    own.chain().parameterJacobianInto(own, x, p, jacobian);
  }
}
