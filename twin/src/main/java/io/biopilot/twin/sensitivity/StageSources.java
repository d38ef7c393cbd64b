package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.ode.Counts;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Stepper;
import io.biopilot.twin.ode.methods.ButcherTable;
import io.biopilot.twin.ode.methods.Tabulated;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The derivatives of f at the stages of recorded steps. */
final class StageSources {
  final RecordingField field;
  final StepTape tape;
  private final Cotangents sums;
  private final double[][] a;
  private final double[] c;
  private final int stages;
  private final double[] point;
  private final double[] value;
  private final double[][] rows;
  private final double[] full;
  private final Stepper stepper;

  StageSources(RecordingField field, StepTape tape, Integrator integrator, Cotangents sums) {
    ButcherTable table = ((Tabulated) integrator.method()).coefficients();
    this.field = field;
    this.tape = tape;
    this.sums = sums;
    stages = table.stages();
    a = new double[stages][];
    for (int i = 0; i < stages; i++) {
      a[i] = table.a().get(i).toArray();
    }
    c = table.c().toArray();
    point = new double[field.n];
    value = new double[field.n];
    rows = new double[stages][];
    full = new double[field.n * field.z.length];
    stepper = integrator.method().stepper(field.n);
    stepper.start(
        field,
        integrator.tolerance().relative(),
        integrator.tolerance().absolutes(field.n),
        new Counts());
  }

  /** Puts the step's levels in force. */
  void enter(int step) {
    if (field.level != tape.levels[step]) {
      field.useLevel(tape.levels[step]);
    }
  }

  /** Makes the segment's steps up to the given one again, for their states and stages. */
  void refillTo(int step) {
    int from = tape.refillTo(step);
    boolean begun = false;
    for (int i = from; i <= step; i++) {
      enter(i);
      double start = tape.starts[i];
      if (!begun || tape.fresh[i]) {
        tape.restore(i);
        stepper.begin(start, tape.before(i));
      } else {
        System.arraycopy(stepper.before(), 0, tape.before(i), 0, field.n);
      }
      double h = tape.sizes[i];
      if (!made(stepper.attempt(h, start + h))) {
        // once more without the memory of the steps before
        stepper.begin(start, tape.before(i));
        if (!made(stepper.attempt(h, start + h))) {
          throw new ArithmeticException(
              "the step at t = %s could not be made again; there is no gradient".formatted(start));
        }
      }
      for (int s = 0; s < stages; s++) {
        System.arraycopy(stepper.stage(s), 0, tape.k[tape.slot(i) + s], 0, field.n);
      }
      stepper.advance();
      begun = true;
    }
    enter(step);
  }

  private static boolean made(double error) {
    return error < Double.POSITIVE_INFINITY;
  }

  /** ∂f/∂x at the stage, row-major n × n. */
  void jacobian(int step, int stage, double[] target) {
    locate(step, stage);
    field.map.jacobianInto(field.z, field.p, full, field.workspace);
    int n = field.n;
    int width = field.z.length;
    for (int i = 0; i < n; i++) {
      System.arraycopy(full, i * width, target, i * n, n);
    }
  }

  /** [Xᵢ | levels | t] of the stage into the field's z. */
  void locate(int step, int stage) {
    int slot = tape.slot(step);
    System.arraycopy(tape.k, slot, rows, 0, stages);
    double h = tape.sizes[step];
    Combination.into(point, tape.before(step), h, a[stage], rows, a[stage].length);
    field.point(tape.starts[step] + c[stage] * h, point);
  }

  /** zbar = f_z(Xᵢ)ᵀ bar; the parameters' and levels' parts go to the sums. */
  void pull(int step, int stage, double[] bar, double[] zbar) {
    @Nullable Evaluation kept = tape.evaluations[tape.slot(step) + stage];
    SmoothMap.Workspace workspace;
    if (kept != null) {
      workspace = kept.workspace;
    } else {
      locate(step, stage);
      workspace = field.workspace;
      field.map.valueInto(field.z, field.p, value, workspace);
    }
    Arrays.fill(zbar, 0.0);
    field.map.deferPullback(bar, zbar, sums.parameters, workspace);
    double[] levels = sums.levels[tape.levels[step]];
    for (int i = 0; i < levels.length; i++) {
      levels[i] += zbar[field.n + i];
    }
  }
}
