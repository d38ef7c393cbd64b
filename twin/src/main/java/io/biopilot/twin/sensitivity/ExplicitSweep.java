package io.biopilot.twin.sensitivity;

import io.biopilot.twin.ode.methods.ButcherTable;

/**
 * The transpose of an explicit Runge-Kutta step: from the last stage to the first k̄ᵢ += h Σⱼ aⱼᵢ
 * X̄ⱼ, X̄ᵢ = fₓ(Xᵢ)ᵀ k̄ᵢ, λ += X̄ᵢ.
 */
final class ExplicitSweep implements StageSweep {
  private final StageSources sources;
  private final StepTape tape;
  private final double[][] a;
  private final int stages;
  private final int n;
  private final double[] zbar;

  ExplicitSweep(StageSources sources, ButcherTable table) {
    this.sources = sources;
    this.tape = sources.tape;
    stages = table.stages();
    n = sources.field.n;
    a = new double[stages][];
    for (int i = 0; i < stages; i++) {
      a[i] = table.a().get(i).toArray();
    }
    zbar = new double[sources.field.z.length];
  }

  @Override
  public void back(int step, double[][] stageBars, double[] lambda) {
    double h = tape.sizes[step];
    for (int j = stages - 1; j >= 0; j--) {
      double[] bar = stageBars[j];
      if (zero(bar)) {
        continue;
      }
      sources.pull(step, j, bar, zbar);
      for (int d = 0; d < n; d++) {
        lambda[d] += zbar[d];
      }
      for (int i = 0; i < j; i++) {
        double factor = h * a[j][i];
        if (factor != 0.0) {
          double[] target = stageBars[i];
          for (int d = 0; d < n; d++) {
            target[d] += factor * zbar[d];
          }
        }
      }
    }
  }

  private static boolean zero(double[] bar) {
    for (double b : bar) {
      if (b != 0.0) {
        return false;
      }
    }
    return true;
  }
}
