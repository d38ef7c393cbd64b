package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMap.Workspace;
import io.biopilot.twin.model.HybridMap.Factor;
import io.biopilot.twin.model.HybridParameters.Slices;
import io.biopilot.twin.model.HybridWorkspace.FactorWorkspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Jacobians, the Hessian and the adjoint's change of a {@link HybridMap} at one point, from those
 * of its factors.
 *
 * <p>T = ∂e/∂x has the unit matrix on top and, for each network, the rows N · D with N its Jacobian
 * and D = ∂z/∂x = F T, F the Jacobian of its feed.
 */
final class HybridChain {
  private static final double[] NONE = {};

  private final HybridMap map;
  private final int inputs;
  private final int width;
  private final int outputs;
  private final Workspace head;
  private final double[] headJacobian;
  private final double[] headHessian;
  private final double[] t;
  private final double[] ebar;
  private final double[] y;
  private final double[] ybar; // zero but while in use
  private final double[] product;
  private final double[] xbar;
  private final double[] pbar;
  private final double[] direction; // of (x, p), that of p zero
  private final double[] along; // Hessian times direction
  private final List<Part> parts = new ArrayList<>();

  /** The matrices of one factor. */
  private static final class Part {
    final Workspace feed;
    final Workspace network;
    final int in;
    final int out;
    final double[] feedJacobian;
    final double[] networkJacobian;
    final double[] d;
    final double[] networkHessian;

    Part(FactorWorkspace f, int inputs, int width) {
      Factor factor = f.factor;
      feed = factor.feed().sibling(f.feed);
      network = factor.network().sibling(f.network);
      in = factor.network().shape().inputs();
      out = factor.network().shape().outputs();
      feedJacobian = new double[in * width];
      networkJacobian = new double[out * in];
      d = new double[in * inputs];
      networkHessian = new double[in * in];
    }
  }

  HybridChain(HybridWorkspace w) {
    map = w.map;
    SmoothMap.Shape shape = map.shape();
    inputs = shape.inputs();
    outputs = shape.outputs();
    width = map.head().shape().inputs();
    head = map.head().sibling(w.head);
    headJacobian = new double[outputs * width];
    headHessian = new double[width * width];
    t = new double[width * inputs];
    ebar = new double[width];
    y = new double[outputs];
    ybar = new double[outputs];
    xbar = new double[inputs];
    pbar = new double[shape.parameters()];
    direction = new double[inputs + pbar.length];
    along = new double[direction.length];
    int most = width;
    for (FactorWorkspace f : w.factors) {
      Part part = new Part(f, inputs, width);
      parts.add(part);
      most = Math.max(most, part.in);
    }
    product = new double[most * inputs];
    for (int i = 0; i < inputs; i++) {
      t[i * inputs + i] = 1.0;
    }
  }

  void jacobianInto(HybridWorkspace w, double[] x, double[] p, double[] jacobian) {
    w.enter(x, p);
    buildT(w);
    map.head().jacobianInto(w.e, w.parameters().mechanistic, headJacobian, head);
    timesT(headJacobian, outputs, width, jacobian);
  }

  void addInputHessian(
      HybridWorkspace w, double[] x, double[] p, double[] weights, double[] hessian) {
    w.enter(x, p);
    w.headInto(y);
    buildT(w);
    Slices at = w.parameters();
    Arrays.fill(ebar, 0.0);
    map.head().addPullback(weights, ebar, NONE, w.head);
    Arrays.fill(headHessian, 0.0);
    map.head().addInputHessian(w.e, at.mechanistic, weights, headHessian, head);
    addCongruence(headHessian, t, width, hessian);
    for (int k = parts.size() - 1; k >= 0; k--) {
      Part part = parts.get(k);
      FactorWorkspace f = w.factors.get(k);
      f.gather(ebar, f.nbar);
      Arrays.fill(f.zbar, 0.0);
      f.factor.network().addPullback(f.nbar, f.zbar, NONE, f.network);
      Arrays.fill(part.networkHessian, 0.0);
      f.factor
          .network()
          .addInputHessian(f.z, at.weights.get(k), f.nbar, part.networkHessian, part.network);
      addCongruence(part.networkHessian, part.d, part.in, hessian);
      Arrays.fill(headHessian, 0.0);
      f.factor.feed().addInputHessian(w.e, at.mechanistic, f.zbar, headHessian, part.feed);
      addCongruence(headHessian, t, width, hessian);
      f.factor.feed().addPullback(f.zbar, ebar, NONE, f.feed);
    }
  }

  void parameterJacobianInto(HybridWorkspace w, double[] x, double[] p, double[] jacobian) {
    w.valueInto(x, p, y);
    for (int i = 0; i < outputs; i++) {
      ybar[i] = 1.0;
      Arrays.fill(pbar, 0.0);
      w.addPullback(ybar, xbar, pbar);
      System.arraycopy(pbar, 0, jacobian, i * pbar.length, pbar.length);
      ybar[i] = 0.0;
    }
  }

  /** As {@link SmoothMap#addAdjointChange}, where ybar are the weights; sums into xsum and psum. */
  void addAdjointChange(
      HybridWorkspace w,
      double[] x,
      double[] p,
      double[] weights,
      double[] change,
      double[] xsum,
      double[] psum) {
    w.valueInto(x, p, y);
    System.arraycopy(change, 0, direction, 0, inputs);
    System.arraycopy(change, inputs, ybar, 0, outputs);
    Arrays.fill(along, 0.0);
    w.addHessianVector(weights, direction, along);
    w.addPullback(ybar, xsum, psum);
    Arrays.fill(ybar, 0.0);
    for (int i = 0; i < inputs; i++) {
      xsum[i] += along[i];
    }
    for (int i = 0; i < psum.length; i++) {
      psum[i] += along[inputs + i];
    }
  }

  private void buildT(HybridWorkspace w) {
    Slices at = w.parameters();
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      FactorWorkspace f = w.factors.get(k);
      Factor factor = f.factor;
      factor.feed().jacobianInto(w.e, at.mechanistic, part.feedJacobian, part.feed);
      factor.network().jacobianInto(f.z, at.weights.get(k), part.networkJacobian, part.network);
      // D = F T over what the feed can see: x and the networks before this one
      timesT(part.feedJacobian, part.in, factor.offset(), part.d);
      for (int i = 0; i < part.out; i++) {
        for (int j = 0; j < inputs; j++) {
          double sum = 0.0;
          for (int l = 0; l < part.in; l++) {
            sum += part.networkJacobian[i * part.in + l] * part.d[l * inputs + j];
          }
          t[(factor.offset() + i) * inputs + j] = sum;
        }
      }
    }
  }

  /** result = a T, with a of the given rows and the full width, of which {@code seen} count. */
  private void timesT(double[] a, int rows, int seen, double[] result) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(a, i * width, result, i * inputs, inputs);
      for (int l = inputs; l < seen; l++) {
        double factor = a[i * width + l];
        for (int j = 0; j < inputs; j++) {
          result[i * inputs + j] += factor * t[l * inputs + j];
        }
      }
    }
  }

  /** hessian += lower triangle of Bᵀ A B; A symmetric q × q by its lower triangle, B q × inputs. */
  private void addCongruence(double[] a, double[] b, int q, double[] hessian) {
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < inputs; j++) {
        double sum = 0.0;
        for (int l = 0; l < q; l++) {
          sum += (l <= i ? a[i * q + l] : a[l * q + i]) * b[l * inputs + j];
        }
        product[i * inputs + j] = sum;
      }
    }
    for (int i = 0; i < inputs; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0.0;
        for (int l = 0; l < q; l++) {
          sum += b[l * inputs + i] * product[l * inputs + j];
        }
        hessian[i * inputs + j] += sum;
      }
    }
  }
}
