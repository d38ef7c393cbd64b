package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.ode.methods.ButcherTable;

/**
 * The transpose of an implicit Runge-Kutta step. The stages' cotangents solve k̄ᵢ − h Σⱼ aⱼᵢ Jⱼᵀ
 * k̄ⱼ = rᵢ with Jⱼ the Jacobian at the stage itself, not the step's older one. Stage by stage with
 * n × n systems where a is lower triangular (Kvaerno5), all stages at once otherwise (RadauIIA5).
 */
final class ImplicitSweep implements StageSweep {
  private final StageSources sources;
  private final StepTape tape;
  private final double[][] a;
  private final int stages;
  private final int n;
  private final boolean triangular;
  private final double[][] jacobians;
  private final Lu lu;
  private final double[] matrix;
  private final double[] unknown;
  private final double[] zbar;

  ImplicitSweep(StageSources sources, ButcherTable table) {
    this.sources = sources;
    this.tape = sources.tape;
    stages = table.stages();
    n = sources.field.n;
    a = new double[stages][stages];
    boolean lower = true;
    for (int i = 0; i < stages; i++) {
      for (int j = 0; j < table.a().get(i).size(); j++) {
        a[i][j] = table.a().get(i).get(j);
        lower &= j <= i || a[i][j] == 0.0;
      }
    }
    triangular = lower;
    int size = triangular ? n : stages * n;
    jacobians = new double[stages][n * n];
    lu = new Lu(size);
    matrix = new double[size * size];
    unknown = new double[size];
    zbar = new double[sources.field.z.length];
  }

  @Override
  public void back(int step, double[][] stageBars, double[] lambda) {
    if (triangular) {
      backByStages(step, stageBars, lambda);
    } else {
      backAtOnce(step, stageBars, lambda);
    }
  }

  private void backByStages(int step, double[][] stageBars, double[] lambda) {
    double h = tape.sizes[step];
    for (int j = stages - 1; j >= 0; j--) {
      double[] bar = stageBars[j];
      if (a[j][j] != 0.0) {
        sources.jacobian(step, j, jacobians[j]);
        if (!lu.factorIdentityMinus(h * a[j][j], jacobians[j])) {
          throw singular(step);
        }
        lu.solveTransposed(bar);
      } else if (zero(bar)) {
        continue;
      }
      sources.pull(step, j, bar, zbar);
      add(1.0, zbar, lambda);
      for (int i = 0; i < j; i++) {
        add(h * a[j][i], zbar, stageBars[i]);
      }
    }
  }

  private void backAtOnce(int step, double[][] stageBars, double[] lambda) {
    double h = tape.sizes[step];
    int size = stages * n;
    for (int j = 0; j < stages; j++) {
      sources.jacobian(step, j, jacobians[j]);
      System.arraycopy(stageBars[j], 0, unknown, j * n, n);
    }
    // row (j, c), column (i, r): the transpose of row (i, r), column (j, c)
    for (int j = 0; j < stages; j++) {
      for (int i = 0; i < stages; i++) {
        double factor = h * a[j][i];
        for (int r = 0; r < n; r++) {
          int at = (j * n + r) * size + i * n;
          for (int c = 0; c < n; c++) {
            matrix[at + c] = -factor * jacobians[j][r * n + c];
          }
          if (i == j) {
            matrix[at + r] += 1.0;
          }
        }
      }
    }
    if (!lu.factor(matrix)) {
      throw singular(step);
    }
    lu.solveTransposed(unknown);
    for (int j = 0; j < stages; j++) {
      System.arraycopy(unknown, j * n, stageBars[j], 0, n);
      sources.pull(step, j, stageBars[j], zbar);
      add(1.0, zbar, lambda);
    }
  }

  private ArithmeticException singular(int step) {
    return new ArithmeticException(
        "the adjoint equations of the step at t = %s are singular; there is no gradient"
            .formatted(tape.starts[step]));
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int d = 0; d < to.length; d++) {
      to[d] += factor * from[d];
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
