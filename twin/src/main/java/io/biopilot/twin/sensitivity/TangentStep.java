package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.linalg.Lu;
import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.methods.ButcherTable;
import java.util.Arrays;

/**
 * Carries columns S = ∂x/∂(…) over a Runge-Kutta step: Kᵢ = Jᵢ (S + h Σⱼ aᵢⱼ Kⱼ) + ∂f/∂pᵢ, S⁺ = S +
 * h Σ bᵢ Kᵢ, one factorisation a stage (or a step, if the stages are coupled) for all columns.
 */
final class TangentStep {
  private final BoundField field;
  private final double[][] a;
  private final double[] b;
  private final double[] c;
  private final int stages;
  private final int n;
  private final int columns;
  private final boolean coupled;
  private final Lu lu;
  private final double[] matrix;
  private final double[][] jacobians;
  private final double[] full;
  private final double[][] byParameter;
  private final double[] right;
  private final double[] argument;
  private final double[] point;
  private final double[][] rows;

  /** S at the beginning of the last step, by column. */
  private double[][] s;

  private double[][] next;

  /** K by stage and column. */
  private final double[][][] k;

  private boolean pending;
  private double start;
  private double size;

  TangentStep(BoundField field, ButcherTable table, int columns) {
    this.field = field;
    this.columns = columns;
    n = field.n;
    stages = table.stages();
    a = new double[stages][stages];
    boolean upper = false;
    for (int i = 0; i < stages; i++) {
      for (int j = 0; j < table.a().get(i).size(); j++) {
        a[i][j] = table.a().get(i).get(j);
        upper |= j > i && a[i][j] != 0.0;
      }
    }
    coupled = upper;
    b = table.b().toArray();
    c = table.c().toArray();
    int unknowns = coupled ? stages * n : n;
    lu = new Lu(unknowns);
    matrix = new double[unknowns * unknowns];
    right = new double[unknowns];
    jacobians = new double[stages][n * n];
    full = new double[n * field.z.length];
    byParameter = new double[stages][n * (columns - n)];
    argument = new double[n];
    point = new double[n];
    rows = new double[stages][];
    s = new double[columns][n];
    next = new double[columns][n];
    k = new double[stages][columns][n];
  }

  /** S = ∂x/∂x(start) = I and 0 for the parameters. */
  void begin() {
    pending = false;
    for (int i = 0; i < columns; i++) {
      Arrays.fill(s[i], 0.0);
      if (i < n) {
        s[i][i] = 1.0;
      }
    }
  }

  private void settle() {
    if (pending) {
      double[][] old = s;
      s = next;
      next = old;
      pending = false;
    }
  }

  void over(Step step) {
    settle();
    start = step.start();
    size = step.size();
    for (int i = 0; i < stages; i++) {
      rows[i] = step.stage(i);
    }
    for (int i = 0; i < stages; i++) {
      linearise(step, i);
    }
    if (coupled) {
      solveCoupled();
    } else {
      solveByStages();
    }
    for (int q = 0; q < columns; q++) {
      System.arraycopy(s[q], 0, next[q], 0, n);
      for (int i = 0; i < stages; i++) {
        add(size * b[i], k[i][q], next[q]);
      }
    }
    pending = true;
  }

  private void linearise(Step step, int i) {
    Combination.into(point, step.before(), size, a[i], rows, stages);
    field.point(start + c[i] * size, point);
    field.map.jacobianInto(field.z, field.p, full, field.workspace);
    int width = field.z.length;
    for (int r = 0; r < n; r++) {
      System.arraycopy(full, r * width, jacobians[i], r * n, n);
    }
    if (columns > n) {
      field.map.parameterJacobianInto(field.z, field.p, byParameter[i], field.workspace);
    }
  }

  /** out += Jᵢ v + the column's own part of stage i. */
  private void addDerivative(int i, int q, double[] v, double[] out, int offset) {
    double[] jacobian = jacobians[i];
    int parameters = columns - n;
    for (int r = 0; r < n; r++) {
      double sum = q >= n ? byParameter[i][r * parameters + q - n] : 0.0;
      for (int d = 0; d < n; d++) {
        sum += jacobian[r * n + d] * v[d];
      }
      out[offset + r] += sum;
    }
  }

  private void solveByStages() {
    for (int i = 0; i < stages; i++) {
      boolean implicit = a[i][i] != 0.0;
      if (implicit && !lu.factorIdentityMinus(size * a[i][i], jacobians[i])) {
        throw singular();
      }
      for (int q = 0; q < columns; q++) {
        System.arraycopy(s[q], 0, argument, 0, n);
        for (int j = 0; j < i; j++) {
          add(size * a[i][j], k[j][q], argument);
        }
        double[] target = k[i][q];
        Arrays.fill(target, 0.0);
        addDerivative(i, q, argument, target, 0);
        if (implicit) {
          lu.solve(target);
        }
      }
    }
  }

  private void solveCoupled() {
    int unknowns = stages * n;
    for (int i = 0; i < stages; i++) {
      for (int j = 0; j < stages; j++) {
        double factor = size * a[i][j];
        for (int r = 0; r < n; r++) {
          int at = (i * n + r) * unknowns + j * n;
          for (int d = 0; d < n; d++) {
            matrix[at + d] = -factor * jacobians[i][r * n + d];
          }
          if (i == j) {
            matrix[at + r] += 1.0;
          }
        }
      }
    }
    if (!lu.factor(matrix)) {
      throw singular();
    }
    for (int q = 0; q < columns; q++) {
      Arrays.fill(right, 0.0);
      for (int i = 0; i < stages; i++) {
        addDerivative(i, q, s[q], right, i * n);
      }
      lu.solve(right);
      for (int i = 0; i < stages; i++) {
        System.arraycopy(right, i * n, k[i][q], 0, n);
      }
    }
  }

  private ArithmeticException singular() {
    return new ArithmeticException(
        "the sensitivity equations of the step at t = %s are singular; there is no gradient"
            .formatted(start));
  }

  /** Where t lies in the last step. */
  double theta(double t) {
    return pending ? (t - start) / size : 0.0;
  }

  /** S at t, by the dense output's weights at theta(t). */
  void at(double t, double[] weights, double[][] target) {
    for (int q = 0; q < columns; q++) {
      System.arraycopy(s[q], 0, target[q], 0, n);
      for (int i = 0; pending && i < stages; i++) {
        add(size * weights[i], k[i][q], target[q]);
      }
    }
  }

  /** S⁺ = gₓ S + ∂g/∂p. */
  void jump(int pulse, double[] before) {
    settle();
    Stimulus.Pulse event = field.pulses().get(pulse);
    JumpMap jump = field.jumpMap(pulse);
    jump.at(before, event.amount(), event.time(), field.p);
    double[] direction = new double[columns - n];
    for (int q = 0; q < columns; q++) {
      if (q >= n) {
        direction[q - n] = 1.0;
      }
      jump.push(s[q], 0.0, 0.0, direction, argument);
      System.arraycopy(argument, 0, s[q], 0, n);
      if (q >= n) {
        direction[q - n] = 0.0;
      }
    }
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int d = 0; d < to.length; d++) {
      to[d] += factor * from[d];
    }
  }
}
