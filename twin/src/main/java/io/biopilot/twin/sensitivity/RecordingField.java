package io.biopilot.twin.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the workspace of each evaluation since the last accepted step, so that the backward pass
 * need not evaluate the stages again. A stage is recognised by its value, bit for bit; one that is
 * not recognised is evaluated again later.
 */
final class RecordingField extends BoundField {
  /** So many evaluations keep their workspace; above it they are done again. */
  private final long limit;

  private final List<Evaluation> all = new ArrayList<>();
  private final List<Evaluation> free = new ArrayList<>();
  private final List<Evaluation> recent = new ArrayList<>();
  private boolean recording;

  /**
   * @param memory bytes for the evaluations and their workspaces
   */
  RecordingField(ParametricField source, long memory) {
    super(source);
    limit = memory / (source.derivative().siblingBytes() + 8L * source.states() + 56L);
  }

  /** Forgets everything kept. */
  void record(boolean on) {
    recording = on;
    free.clear();
    for (int i = 0; i < all.size(); i++) {
      // addAll would copy the whole list once more
      free.add(all.get(i));
    }
    recent.clear();
  }

  @Override
  public void derivativeInto(double t, double[] y, double[] dydt) {
    @Nullable Evaluation evaluation = recording ? next() : null;
    if (evaluation == null) {
      super.derivativeInto(t, y, dydt);
      return;
    }
    point(t, y);
    map.valueInto(z, p, dydt, evaluation.workspace);
    System.arraycopy(dydt, 0, evaluation.value, 0, n);
    recent.add(evaluation);
  }

  private @Nullable Evaluation next() {
    if (!free.isEmpty()) {
      return free.remove(free.size() - 1);
    }
    if (all.size() >= limit) {
      return null;
    }
    Evaluation made = new Evaluation(map.sibling(workspace), n);
    all.add(made);
    return made;
  }

  /**
   * The recent evaluation that gave this stage of a step with so many stages; the last attempt's
   * stages but the first are the last evaluations, in order.
   */
  @Nullable Evaluation find(int stage, int stages, double[] k) {
    int expected = recent.size() - stages + stage;
    if (stage > 0 && expected >= 0 && expected < recent.size()) {
      Evaluation candidate = recent.get(expected);
      if (candidate.gave(k)) {
        return candidate;
      }
    }
    for (int i = 0; i < recent.size(); i++) {
      if (recent.get(i).gave(k)) {
        return recent.get(i);
      }
    }
    return null;
  }

  /** The evaluation's step is no longer kept. */
  void free(Evaluation evaluation) {
    free.add(evaluation);
  }

  /** The step was accepted; what it did not use is free again. */
  void release(@Nullable Evaluation[] used, int from, int count) {
    for (int i = 0; i < recent.size(); i++) {
      Evaluation evaluation = recent.get(i);
      boolean kept = false;
      for (int j = 0; j < count && !kept; j++) {
        kept = used[from + j] == evaluation;
      }
      if (!kept) {
        free.add(evaluation);
      }
    }
    recent.clear();
  }
}
