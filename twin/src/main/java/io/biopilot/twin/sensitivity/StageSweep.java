package io.biopilot.twin.sensitivity;

/** Takes λ back over one step. */
interface StageSweep {

  /**
   * On entry lambda = dL/dx⁺ with everything that depends on the step's dense output in the
   * weights' cotangents: stageBars[i] = dL/dk_i but for the coupling between stages. On return
   * lambda has the stages' part added: dL/dx; the sums have theirs.
   */
  void back(int step, double[][] stageBars, double[] lambda);
}
