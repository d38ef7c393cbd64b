package io.biopilot.twin.neural;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/** What a network remembers of its last points, one row a point. */
final class NetworkWorkspace implements SmoothMap.Workspace {
  final SharedWeights shared;
  private final int batch;
  private final int depth;

  /** Preactivations by layer and row; the activations themselves where those tell enough. */
  private final double[][][] z;

  /** Scaled inputs (index 0) and the activations of each layer. */
  private final double[][][] a;

  NetworkWorkspace(SharedWeights shared, int batch) {
    this.shared = shared;
    this.batch = batch;
    depth = shared.layers.length;
    z = new double[depth][][];
    a = new double[depth + 1][][];
    a[0] = shared.rows(batch, shared.inputs);
    for (int l = 0; l < depth; l++) {
      z[l] = shared.rows(batch, shared.layers[l].width);
      boolean same = shared.layers[l].activation.derivativesFromValue();
      a[l + 1] = same ? z[l] : shared.rows(batch, shared.layers[l].width);
    }
  }

  void valueInto(double[] x, double[] p, double[] y) {
    shared.ensure(p);
    LayerWeights[] layers = shared.layers;
    double[][] input = a[0];
    double bound = layers[0].withBias(scaleInputs(x));
    for (int l = 0; l < layers.length; l++) {
      LayerWeights layer = layers[l];
      if (l > 0) {
        bound = layer.preactivationBound(bound);
      }
      double[][] output = a[l + 1];
      layer.dense.applyInto(batch, input, z[l]);
      layer.activate(batch, bound, z[l], output);
      bound = layer.activation.boundOver(bound);
      input = output;
    }
    int n = shared.outputs;
    double[] shift = shared.outputShift;
    double[] scale = shared.outputScale;
    for (int r = 0; r < batch; r++) {
      double[] last = input[r];
      int o = r * n;
      for (int i = 0; i < n; i++) {
        y[o + i] = shift[i] + scale[i] * last[i];
      }
    }
  }

  /** Fills a[0] and gives a bound of the first layer's |Wᵀx| (NaN where an input is NaN). */
  private double scaleInputs(double[] x) {
    int n = shared.inputs;
    double[] shift = shared.inputShift;
    double[] scale = shared.inputScale;
    double[] reach = shared.inputReach;
    double largest = 0.0;
    for (int r = 0; r < batch; r++) {
      double[] row = a[0][r];
      double bound = 0.0;
      for (int i = 0; i < n; i++) {
        double scaled = (x[r * n + i] - shift[i]) * scale[i];
        row[i] = scaled;
        bound += Math.abs(scaled) * reach[i];
      }
      // a NaN stays
      largest = bound <= largest ? largest : bound + 0.0 * largest;
    }
    return largest;
  }

  void pushforwardInto(double[] dx, double[] dp, double[] dy) {
    TangentRows t = shared.scratch.tangents(batch);
    int inputs = shared.inputs;
    for (int r = 0; r < batch; r++) {
      for (int i = 0; i < inputs; i++) {
        t.a[0][r][i] = dx[r * inputs + i] * shared.inputScale[i];
      }
    }
    if (dp.length > 0) {
      loadDirection(t, dp, 0);
    }
    for (int l = 0; l < depth; l++) {
      pushLayer(t, l, dp.length > 0);
    }
    int n = shared.outputs;
    for (int r = 0; r < batch; r++) {
      for (int i = 0; i < n; i++) {
        dy[r * n + i] = shared.outputScale[i] * t.a[depth][r][i];
      }
    }
  }

  private void loadDirection(TangentRows t, double[] v, int offset) {
    for (int l = 0; l < depth; l++) {
      t.direction[l].load(v, offset + shared.layers[l].offset);
    }
  }

  /** ż = Wᵀȧ + (Ẇᵀa + ḃ) and ȧ⁺ = σ′(z) ż. */
  private void pushLayer(TangentRows t, int l, boolean withDirection) {
    int n = shared.layers[l].width;
    shared.layers[l].dense.linearInto(batch, t.a[l], t.z[l]);
    if (withDirection) {
      t.direction[l].applyInto(batch, a[l], t.a[l + 1]);
      for (int r = 0; r < batch; r++) {
        add(n, t.a[l + 1][r], t.z[l][r]);
      }
    }
    for (int r = 0; r < batch; r++) {
      System.arraycopy(t.z[l][r], 0, t.a[l + 1][r], 0, n);
      multiplyBySlope(l, r, t.a[l + 1][r]);
    }
  }

  private void multiplyBySlope(int l, int row, double[] d) {
    shared.layers[l].multiplyBySlope(z[l][row], a[l + 1][row], d);
  }

  private static void add(int n, double[] from, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] += from[i];
    }
  }

  void addPullback(double[] ybar, double[] xbar, double[] pbar) {
    pull(ybar, xbar);
    if (pbar.length > 0) {
      for (int l = 0; l < depth; l++) {
        LayerWeights layer = shared.layers[l];
        layer.dense.addGradient(batch, a[l], shared.scratch.delta[l], pbar, layer.offset);
      }
    }
  }

  void deferPullback(double[] ybar, double[] xbar, double[] pbar) {
    pull(ybar, xbar);
    if (pbar.length > 0) {
      for (int r = 0; r < batch; r++) {
        shared.deferred.add(a, shared.scratch.delta, r, pbar);
      }
    }
  }

  /** Cotangents of all layers into the scratch rows; xbar += those of the inputs. */
  private void pull(double[] ybar, double[] xbar) {
    double[][][] delta = shared.scratch.delta;
    double[][] inputBar = shared.scratch.inputBar;
    int n = shared.outputs;
    double[] outputScale = shared.outputScale;
    for (int r = 0; r < batch; r++) {
      double[] last = delta[depth - 1][r];
      int o = r * n;
      for (int i = 0; i < n; i++) {
        last[i] = ybar[o + i] * outputScale[i];
      }
    }
    for (int l = depth - 1; l >= 0; l--) {
      for (int r = 0; r < batch; r++) {
        multiplyBySlope(l, r, delta[l][r]);
      }
      shared.layers[l].dense.transposedInto(batch, delta[l], l == 0 ? inputBar : delta[l - 1]);
    }
    int inputs = shared.inputs;
    double[] inputScale = shared.inputScale;
    for (int r = 0; r < batch; r++) {
      double[] first = inputBar[r];
      int o = r * inputs;
      for (int i = 0; i < inputs; i++) {
        xbar[o + i] += first[i] * inputScale[i];
      }
    }
  }

  void jacobianInto(double[] x, double[] p, double[] jacobian) {
    requireSinglePoint("a Jacobian");
    int inputs = shared.inputs;
    int outputs = shared.outputs;
    TangentRows t = shared.scratch.tangents(Math.min(inputs, outputs));
    // the value lands in the first row of the result, which is overwritten below
    valueInto(x, p, jacobian);
    if (inputs <= outputs) {
      jacobianForward(t, jacobian);
    } else {
      jacobianReverse(t, jacobian);
    }
  }

  private void jacobianForward(TangentRows t, double[] jacobian) {
    int inputs = shared.inputs;
    for (int r = 0; r < inputs; r++) {
      Arrays.fill(t.a[0][r], 0, inputs, 0.0);
      t.a[0][r][r] = shared.inputScale[r];
    }
    for (int l = 0; l < depth; l++) {
      shared.layers[l].dense.linearInto(inputs, t.a[l], t.a[l + 1]);
      for (int r = 0; r < inputs; r++) {
        multiplyBySlope(l, 0, t.a[l + 1][r]);
      }
    }
    for (int i = 0; i < shared.outputs; i++) {
      for (int r = 0; r < inputs; r++) {
        jacobian[i * inputs + r] = shared.outputScale[i] * t.a[depth][r][i];
      }
    }
  }

  private void jacobianReverse(TangentRows t, double[] jacobian) {
    int inputs = shared.inputs;
    int outputs = shared.outputs;
    cotangentsOfOutputs(t);
    shared.layers[0].dense.transposedInto(outputs, t.delta[0], t.inputBar);
    for (int r = 0; r < outputs; r++) {
      for (int i = 0; i < inputs; i++) {
        jacobian[r * inputs + i] = t.inputBar[r][i] * shared.inputScale[i];
      }
    }
  }

  /** dyᵣ/dz of each layer into the row r of t.delta, for every output r. */
  private void cotangentsOfOutputs(TangentRows t) {
    int outputs = shared.outputs;
    for (int r = 0; r < outputs; r++) {
      Arrays.fill(t.delta[depth - 1][r], 0, outputs, 0.0);
      t.delta[depth - 1][r][r] = shared.outputScale[r];
    }
    for (int l = depth - 1; l >= 0; l--) {
      for (int r = 0; r < outputs; r++) {
        multiplyBySlope(l, 0, t.delta[l][r]);
      }
      if (l > 0) {
        shared.layers[l].dense.transposedInto(outputs, t.delta[l], t.delta[l - 1]);
      }
    }
  }

  /** One pass back an output: dyᵣ/dW = a δᵣᵀ, dyᵣ/db = δᵣ. */
  void parameterJacobianInto(double[] x, double[] p, double[] jacobian) {
    requireSinglePoint("a Jacobian");
    int outputs = shared.outputs;
    TangentRows t = shared.scratch.tangents(outputs);
    // the value lands in the first row of the result, which is overwritten below
    valueInto(x, p, jacobian);
    cotangentsOfOutputs(t);
    for (int r = 0; r < outputs; r++) {
      for (int l = 0; l < depth; l++) {
        int n = shared.layers[l].width;
        int o = r * p.length + shared.layers[l].offset;
        double[] delta = t.delta[l][r];
        for (int k = 0; k < shared.layers[l].inputs; k++, o += n) {
          double activation = a[l][0][k];
          for (int j = 0; j < n; j++) {
            jacobian[o + j] = activation * delta[j];
          }
        }
        System.arraycopy(delta, 0, jacobian, o, n);
      }
    }
  }

  /**
   * Forward over reverse. With δ = ā σ′(z): δ̇ = ā̇ σ′(z) + ā σ″(z) ż, and for the layer before ā =
   * Wδ, ā̇ = Wδ̇ + Ẇδ; the weights get a δ̇ᵀ + ȧ δᵀ, the bias δ̇ (Pearlmutter 1994).
   */
  void addHessianVector(double[] ybar, double[] v, double[] out) {
    requireSinglePoint("a Hessian-vector product");
    TangentRows t = shared.scratch.tangents(1);
    int inputs = shared.inputs;
    boolean withDirection = v.length > inputs;
    for (int i = 0; i < inputs; i++) {
      t.a[0][0][i] = v[i] * shared.inputScale[i];
    }
    if (withDirection) {
      loadDirection(t, v, inputs);
    }
    for (int l = 0; l < depth; l++) {
      pushLayer(t, l, withDirection);
    }
    double[][][] delta = shared.scratch.delta;
    for (int i = 0; i < shared.outputs; i++) {
      delta[depth - 1][0][i] = ybar[i] * shared.outputScale[i];
      t.delta[depth - 1][0][i] = 0.0;
    }
    for (int l = depth - 1; l >= 0; l--) {
      curve(t, l);
      if (out.length > inputs) {
        addWeightCurvature(t, l, out, inputs + shared.layers[l].offset);
      }
      double[][] before = l == 0 ? t.inputBar : t.delta[l - 1];
      shared.layers[l].dense.transposedInto(1, t.delta[l], before);
      if (withDirection) {
        double[] work = t.work[0];
        t.direction[l].transposedInto(1, delta[l], t.work);
        add(shared.layers[l].inputs, work, before[0]);
      }
      if (l > 0) {
        shared.layers[l].dense.transposedInto(1, delta[l], delta[l - 1]);
      }
    }
    for (int i = 0; i < inputs; i++) {
      out[i] += t.inputBar[0][i] * shared.inputScale[i];
    }
  }

  /** Turns (ā, ā̇) of the layer into (δ, δ̇). */
  private void curve(TangentRows t, int l) {
    double[] slope = t.work[1];
    double[] curvature = t.work[2];
    shared.layers[l].slopeAndCurvatureInto(z[l][0], a[l + 1][0], slope, curvature);
    double[] delta = shared.scratch.delta[l][0];
    double[] deltaDot = t.delta[l][0];
    double[] zDot = t.z[l][0];
    for (int j = 0; j < shared.layers[l].width; j++) {
      deltaDot[j] = deltaDot[j] * slope[j] + delta[j] * curvature[j] * zDot[j];
      delta[j] *= slope[j];
    }
  }

  private void addWeightCurvature(TangentRows t, int l, double[] out, int offset) {
    int n = shared.layers[l].width;
    double[] delta = shared.scratch.delta[l][0];
    double[] deltaDot = t.delta[l][0];
    int o = offset;
    for (int k = 0; k < shared.layers[l].inputs; k++, o += n) {
      double activation = a[l][0][k];
      double tangent = t.a[l][0][k];
      for (int j = 0; j < n; j++) {
        out[o + j] += activation * deltaDot[j] + tangent * delta[j];
      }
    }
    for (int j = 0; j < n; j++) {
      out[o + j] += deltaDot[j];
    }
  }

  private void requireSinglePoint(String what) {
    if (batch != 1) {
      throw new IllegalStateException(
          what + " needs a workspace for one point, this one is for " + batch);
    }
  }
}
