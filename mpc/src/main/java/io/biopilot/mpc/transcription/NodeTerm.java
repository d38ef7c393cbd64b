package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/**
 * A function of one node's variables: a cost or a limited quantity, as a map of [states | inputs |
 * impulses | t] whose entries are variables of the stage or constants.
 */
final class NodeTerm {

  private final SmoothMap map;
  private final SmoothMap.Workspace workspace;
  private final double[] parameters;
  private final int[] target; // variable of the stage for each entry of the input, -1 for none
  private final double[] factor;
  private final double[] constant;
  private final double[] point;
  private final double[] value = new double[1];
  private final double[] weight = new double[1];
  private final double[] jacobian;
  private final double[] hessian;
  private final double[] direction; // of the input, then of the parameters
  private final double[] product;
  private final double[] inputDirection;

  /**
   * @param constant value of each entry apart from factor · variable
   */
  NodeTerm(SmoothMap map, double[] parameters, int[] target, double[] factor, double[] constant) {
    this.map = map;
    this.parameters = parameters;
    this.target = target;
    this.factor = factor;
    this.constant = constant;
    workspace = map.workspace(1);
    int n = map.shape().inputs();
    point = new double[n];
    jacobian = new double[n];
    hessian = new double[n * n];
    direction = new double[n + parameters.length];
    product = new double[n + parameters.length];
    inputDirection = new double[n];
  }

  private void load(double[] z, int offset) {
    for (int i = 0; i < point.length; i++) {
      point[i] = target[i] < 0 ? constant[i] : constant[i] + factor[i] * z[offset + target[i]];
    }
  }

  double value(double[] z, int offset) {
    load(z, offset);
    map.valueInto(point, parameters, value, workspace);
    return value[0];
  }

  /** The value; the gradient is kept. */
  double linearise(double[] z, int offset) {
    double result = value(z, offset);
    map.jacobianInto(point, parameters, jacobian, workspace);
    return result;
  }

  /** out += scale · gradient over the stage's variables. */
  void addGradient(double scale, double[] out, int offset) {
    for (int i = 0; i < point.length; i++) {
      if (target[i] >= 0) {
        out[offset + target[i]] += scale * factor[i] * jacobian[i];
      }
    }
  }

  /** out (lower) += scale · ∇². */
  void addHessian(double scale, double[] out, int leading) {
    Arrays.fill(hessian, 0.0);
    weight[0] = scale;
    map.addInputHessian(point, parameters, weight, hessian, workspace);
    int n = point.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double entry = hessian[i * n + j];
        if (entry != 0.0 && target[i] >= 0 && target[j] >= 0) {
          add(out, leading, i, j, factor[i] * factor[j] * entry);
        }
      }
    }
  }

  /** out (lower) += scale · ∇ ∇ᵀ. */
  void addOuterProduct(double scale, double[] out, int leading) {
    for (int i = 0; i < point.length; i++) {
      double left = target[i] < 0 ? 0.0 : scale * factor[i] * jacobian[i];
      if (left != 0.0) {
        for (int j = 0; j <= i; j++) {
          if (target[j] >= 0) {
            add(out, leading, i, j, left * factor[j] * jacobian[j]);
          }
        }
      }
    }
  }

  /** Change of the last value along dz of the stage's variables and dp of the map's parameters. */
  double change(double[] dz, int offset, double[] dp) {
    map.valueInto(point, parameters, value, workspace);
    for (int i = 0; i < point.length; i++) {
      inputDirection[i] = target[i] < 0 ? 0.0 : factor[i] * dz[offset + target[i]];
    }
    map.pushforwardInto(inputDirection, dp, value, workspace);
    return value[0];
  }

  /** out += scale · ∂value/∂parameters. */
  void addParameterSlope(double scale, double[] out) {
    map.valueInto(point, parameters, value, workspace);
    weight[0] = scale;
    map.addPullback(weight, inputDirection, out, workspace);
  }

  /**
   * The second derivative times [dz | dp]: gradient += scale · its part by the stage's variables,
   * slopes += scale · its part by the parameters.
   */
  void addMixed(
      double scale, double[] dz, double[] dp, int offset, double[] gradient, double[] slopes) {
    map.valueInto(point, parameters, value, workspace);
    int n = point.length;
    for (int i = 0; i < n; i++) {
      direction[i] = target[i] < 0 ? 0.0 : factor[i] * dz[offset + target[i]];
    }
    System.arraycopy(dp, 0, direction, n, parameters.length);
    Arrays.fill(product, 0.0);
    weight[0] = scale;
    map.addHessianVector(weight, direction, product, workspace);
    for (int i = 0; i < n; i++) {
      if (target[i] >= 0) {
        gradient[offset + target[i]] += factor[i] * product[i];
      }
    }
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] += product[n + i];
    }
  }

  private void add(double[] out, int leading, int i, int j, double entry) {
    int row = Math.max(target[i], target[j]);
    int column = Math.min(target[i], target[j]);
    // Two different entries that stand for the same variable meet on its diagonal, twice.
    out[row * leading + column] += i != j && row == column ? 2.0 * entry : entry;
  }
}
