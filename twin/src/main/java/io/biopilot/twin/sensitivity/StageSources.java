package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Combination;
import io.biopilot.twin.ode.methods.ButcherTable;
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

  StageSources(RecordingField field, StepTape tape, ButcherTable table, Cotangents sums) {
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
  }

  /** Puts the step's levels in force. */
  void enter(int step) {
    if (field.level != tape.levels[step]) {
      field.useLevel(tape.levels[step]);
    }
  }

  /** Computes the stages of explicit steps again, for a segment that ends with the given step. */
  void refillTo(int step) {
    int from = tape.refillTo(step);
    for (int i = from; i <= step; i++) {
      enter(i);
      for (int s = 0; s < stages; s++) {
        locate(i, s);
        field.map.valueInto(field.z, field.p, tape.k[tape.slot(i) + s], field.workspace);
      }
    }
    enter(step);
  }

  /** [Xᵢ | levels | t] of the stage into the field's z. */
  void locate(int step, int stage) {
    int slot = tape.slot(step);
    System.arraycopy(tape.k, slot, rows, 0, stages);
    double h = tape.sizes[step];
    Combination.into(point, tape.before[step], h, a[stage], rows, a[stage].length);
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
