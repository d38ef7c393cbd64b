package io.biopilot.twin.sensitivity;

import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a forward solve, in order: accepted steps, and between them the jumps and level
 * switches. Arrays grow to the longest solve and are used again.
 */
final class StepTape implements StepListener {
  private final RecordingField field;
  private final ObservationTape observations;
  private final int n;
  private final int stages;
  private final int kept;

  int steps;
  double[] starts = new double[64];
  double[] sizes = new double[64];

  /** Index of the levels in force in the step. */
  int[] levels = new int[64];

  /** Whether the step begins a new segment. */
  boolean[] fresh = new boolean[64];

  /** State at the beginning of each step. */
  double[][] before = new double[64][];

  /** Stage derivatives of step i at (i mod kept) · stages + stage. */
  double[][] k;

  @Nullable Evaluation[] evaluations;

  /** Boundary events: what lies before the step of this index. */
  int jumps;

  int[] jumpStep = new int[8];
  int[] jumpPulse = new int[8];
  double[][] jumpBefore = new double[8][];

  private boolean newSegment;
  private int heldFrom;

  StepTape(RecordingField field, ObservationTape observations, int stages, int kept) {
    this.field = field;
    this.observations = observations;
    this.n = field.n;
    this.stages = stages;
    this.kept = kept;
    k = new double[0][];
    evaluations = new Evaluation[0];
  }

  void clear() {
    steps = 0;
    jumps = 0;
    heldFrom = 0;
    newSegment = true;
    observations.clear();
  }

  @Override
  public void segment(double from, double to) {
    newSegment = true;
  }

  @Override
  public void accepted(Step step) {
    if (step.stages() != stages) {
      throw new IllegalStateException(
          "%s shows %d stages, its table has %d"
              .formatted(step.method().name(), step.stages(), stages));
    }
    int i = steps++;
    heldFrom = Math.max(0, steps - kept);
    reserve();
    starts[i] = step.start();
    sizes[i] = step.size();
    levels[i] = field.level;
    fresh[i] = newSegment;
    newSegment = false;
    System.arraycopy(step.before(), 0, before[i], 0, n);
    int slot = slot(i);
    @Nullable Evaluation last = i > 0 && !fresh[i] ? evaluations[slot(i - 1) + stages - 1] : null;
    for (int s = 0; s < stages; s++) {
      System.arraycopy(step.stage(s), 0, k[slot + s], 0, n);
      boolean shared = s == 0 && last != null && last.gave(k[slot]);
      evaluations[slot + s] = shared ? last : field.find(s, stages, k[slot + s]);
    }
    field.release(evaluations, slot, stages);
  }

  int slot(int step) {
    return (step % kept) * stages;
  }

  /** Whether the step's stages are still there. */
  boolean holds(int step) {
    return step >= heldFrom;
  }

  /** Makes room for the stages of a segment that ends with the step; returns its first step. */
  int refillTo(int step) {
    heldFrom = Math.max(0, step - kept + 1);
    Arrays.fill(evaluations, null);
    return heldFrom;
  }

  private void reserve() {
    if (steps > starts.length) {
      int size = 2 * starts.length;
      starts = Arrays.copyOf(starts, size);
      sizes = Arrays.copyOf(sizes, size);
      levels = Arrays.copyOf(levels, size);
      fresh = Arrays.copyOf(fresh, size);
      before = Arrays.copyOf(before, size);
    }
    if (before[steps - 1] == null) {
      before[steps - 1] = new double[n];
    }
    int rows = Math.min(steps, kept) * stages;
    if (rows > k.length) {
      int old = k.length;
      int size = (int) Math.min((long) kept * stages, Math.max(rows, 2L * old));
      k = Arrays.copyOf(k, size);
      evaluations = Arrays.copyOf(evaluations, size);
      for (int r = old; r < size; r++) {
        k[r] = new double[n];
      }
    }
  }

  @Override
  public void jumped(int stop, double t, double[] stateBefore, double[] after) {
    int j = jumps++;
    if (j == jumpStep.length) {
      jumpStep = Arrays.copyOf(jumpStep, 2 * j);
      jumpPulse = Arrays.copyOf(jumpPulse, 2 * j);
      jumpBefore = Arrays.copyOf(jumpBefore, 2 * j);
    }
    jumpStep[j] = steps;
    jumpPulse[j] = field.lastPulse;
    if (jumpBefore[j] == null) {
      jumpBefore[j] = new double[n];
    }
    System.arraycopy(stateBefore, 0, jumpBefore[j], 0, n);
  }

  @Override
  public void saved(int index, double t, double[] y) {
    observations.add(index, t, y, steps - 1);
  }
}
