package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;

/** One value of f whose derivatives are still to be had from its workspace. */
final class Evaluation {
  final SmoothMap.Workspace workspace;

  /** f, to recognise the evaluation in a step's stages. */
  final double[] value;

  Evaluation(SmoothMap.Workspace workspace, int n) {
    this.workspace = workspace;
    value = new double[n];
  }

  boolean gave(double[] stage) {
    for (int i = 0; i < value.length; i++) {
      if (value[i] != stage[i]) {
        return false;
      }
    }
    return true;
  }
}
