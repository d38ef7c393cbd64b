package io.biopilot.twin.sensitivity;

import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a forward solve, in order: accepted steps, and between them the jumps and level
 * switches. Arrays grow to the longest solve and are used again.
 *
 * <p>States and stages are kept of so many steps as the memory allows, the latest ones. Of the
 * others there is the state at the beginning of each segment, from which they can be made again: a
 * segment begins after each break, and after so many steps.
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

  /** State at the beginning of step i at i mod kept. */
  private double[][] before = new double[0][];

  /** Stage derivatives of step i at (i mod kept) · stages + stage. */
  double[][] k;

  @Nullable Evaluation[] evaluations;

  /** States from which steps can be made again, and the step that each begins. */
  private int marks;

  private int[] markStep = new int[8];
  private double[][] markState = new double[8][];

  /** Boundary events: what lies before the step of this index. */
  int jumps;

  int[] jumpStep = new int[8];
  int[] jumpPulse = new int[8];
  double[][] jumpBefore = new double[8][];

  private final @Nullable Evaluation[] dropped;
  private boolean newSegment;
  private int heldFrom;

  /**
   * @param memory bytes for states and stages
   */
  StepTape(RecordingField field, ObservationTape observations, int stages, long memory) {
    this.field = field;
    this.observations = observations;
    this.n = field.n;
    this.stages = stages;
    long perStep = (stages + 1L) * (8L * n + 16L + 8L) + 8L * stages;
    kept = (int) Math.max(1L, Math.min(memory / perStep, Integer.MAX_VALUE / (stages + 1)));
    k = new double[0][];
    evaluations = new Evaluation[0];
    dropped = new Evaluation[stages];
  }

  void clear() {
    steps = 0;
    jumps = 0;
    marks = 0;
    heldFrom = 0;
    newSegment = true;
    Arrays.fill(evaluations, null);
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
    System.arraycopy(step.before(), 0, before(i), 0, n);
    if (fresh[i] || i % kept == 0) {
      mark(i, step.before());
    }
    int slot = slot(i);
    @Nullable Evaluation last = i > 0 && !fresh[i] ? evaluations[slot(i - 1) + stages - 1] : null;
    System.arraycopy(evaluations, slot, dropped, 0, stages);
    for (int s = 0; s < stages; s++) {
      System.arraycopy(step.stage(s), 0, k[slot + s], 0, n);
      boolean shared = s == 0 && last != null && last.gave(k[slot]);
      evaluations[slot + s] = shared ? last : field.find(s, stages, k[slot + s]);
    }
    field.release(evaluations, slot, stages);
    releaseDropped(slot);
  }

  /** What the overwritten step had is free again, but for what its neighbours share with it. */
  private void releaseDropped(int slot) {
    int next = (slot + stages) % (kept * stages);
    @Nullable Evaluation neighbour = next < evaluations.length ? evaluations[next] : null;
    for (int s = 0; s < stages; s++) {
      Evaluation evaluation = dropped[s];
      if (evaluation != null && evaluation != neighbour && evaluation != evaluations[slot]) {
        field.free(evaluation);
      }
    }
  }

  private void mark(int step, double[] state) {
    if (marks == markStep.length) {
      markStep = Arrays.copyOf(markStep, 2 * marks);
      markState = Arrays.copyOf(markState, 2 * marks);
    }
    if (markState[marks] == null) {
      markState[marks] = new double[n];
    }
    markStep[marks] = step;
    System.arraycopy(state, 0, markState[marks], 0, n);
    marks++;
  }

  /** State at the beginning of a kept step. */
  double[] before(int step) {
    return before[step % kept];
  }

  int slot(int step) {
    return (step % kept) * stages;
  }

  /** Whether the step's states and stages are there. */
  boolean holds(int step) {
    return step >= heldFrom;
  }

  /** Makes room for the segment that ends with the step; returns its first step. */
  int refillTo(int step) {
    int mark = Arrays.binarySearch(markStep, 0, marks, step);
    heldFrom = markStep[mark >= 0 ? mark : -mark - 2];
    Arrays.fill(evaluations, null);
    return heldFrom;
  }

  /** Puts back the state at the beginning of a step with which a segment begins. */
  void restore(int step) {
    int mark = Arrays.binarySearch(markStep, 0, marks, step);
    System.arraycopy(markState[mark], 0, before(step), 0, n);
  }

  private void reserve() {
    if (steps > starts.length) {
      int size = 2 * starts.length;
      starts = Arrays.copyOf(starts, size);
      sizes = Arrays.copyOf(sizes, size);
      levels = Arrays.copyOf(levels, size);
      fresh = Arrays.copyOf(fresh, size);
    }
    int held = Math.min(steps, kept);
    if (held > before.length) {
      int old = before.length;
      int size = (int) Math.min(kept, Math.max(16L, 2L * old));
      before = Arrays.copyOf(before, size);
      k = Arrays.copyOf(k, size * stages);
      evaluations = Arrays.copyOf(evaluations, size * stages);
      for (int i = old; i < size; i++) {
        before[i] = new double[n];
      }
      for (int r = old * stages; r < size * stages; r++) {
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
