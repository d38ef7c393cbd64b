package io.biopilot.mpc.transcription;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.Arrays;

/** One evaluation of a smooth map along a direction, and its adjoint's change along it. */
final class DirectedPoint {

  final double[] input; // [x | v | t]
  final double[] direction; // of [x | v | t], then of p
  final double[] value;
  final double[] change;
  final double[] inputBar; // transpose Jacobian times the first adjoint
  final double[] changeBar; // its change: of [x | v | t], then of p

  private final SmoothMap map;
  private final SmoothMap.Workspace workspace;
  private final double[] parameters;
  private final double[] inputDirection;
  private final double[] none = new double[0];

  DirectedPoint(SmoothMap map, double[] parameters, SmoothMap.Workspace workspace) {
    this.map = map;
    this.parameters = parameters;
    this.workspace = workspace;
    int n = map.shape().inputs();
    input = new double[n];
    direction = new double[n + parameters.length];
    value = new double[map.shape().outputs()];
    change = new double[map.shape().outputs()];
    inputBar = new double[n];
    changeBar = new double[n + parameters.length];
    inputDirection = new double[n];
  }

  void evaluate() {
    map.valueInto(input, parameters, value, workspace);
  }

  void jacobianInto(double[] jacobian) {
    map.jacobianInto(input, parameters, jacobian, workspace);
  }

  /** change ← J · direction; after {@link #evaluate}. */
  void push(double[] dp) {
    System.arraycopy(direction, 0, inputDirection, 0, inputDirection.length);
    System.arraycopy(dp, 0, direction, input.length, dp.length);
    Arrays.fill(direction, input.length + dp.length, direction.length, 0.0);
    map.pushforwardInto(inputDirection, dp, change, workspace);
  }

  /** inputBar ← Jᵀ ybar and changeBar ← ∇²(ybarᵀ f) · direction. */
  void pull(double[] ybar) {
    Arrays.fill(inputBar, 0.0);
    Arrays.fill(changeBar, 0.0);
    map.addPullback(ybar, inputBar, none, workspace);
    map.addHessianVector(ybar, direction, changeBar, workspace);
  }

  /** changeBar += Jᵀ dybar. */
  void pullChange(double[] dybar) {
    map.addPullback(dybar, changeBar, none, workspace);
  }
}
