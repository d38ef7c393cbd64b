package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Step;
import io.biopilot.twin.ode.StepListener;
import java.util.ArrayList;
import java.util.List;

/** A forward solve as a function of time: each step's dense output, grouped in smooth pieces. */
final class DenseTape implements StepListener {
  /** One step: x(θ) = Σ c[j] θʲ. */
  private static final class Slice {
    double start;
    double size;
    double end;
    int degree;
    double[][] c = new double[0][];
  }

  private record Jump(int piece, int pulse, Vec before) {}

  private final BoundField field;
  private final ObservationTape observations;
  private final List<Slice> slices = new ArrayList<>();
  private final List<Jump> jumps = new ArrayList<>();
  private final List<Integer> firstStep = new ArrayList<>();
  private final List<Integer> levels = new ArrayList<>();
  private final double[] atStart;
  private int steps;
  private int last;
  private int lowest;
  private int highest;

  DenseTape(BoundField field, ObservationTape observations) {
    this.field = field;
    this.observations = observations;
    atStart = new double[field.n];
  }

  void clear() {
    steps = 0;
    last = 0;
    jumps.clear();
    firstStep.clear();
    levels.clear();
    observations.clear();
  }

  @Override
  public void segment(double from, double to) {
    firstStep.add(steps);
    levels.add(field.level);
  }

  @Override
  public void accepted(Step step) {
    if (steps == slices.size()) {
      slices.add(new Slice());
    }
    Slice slice = slices.get(steps++);
    slice.start = step.start();
    slice.size = step.size();
    slice.end = step.end();
    slice.degree = step.denseDegree();
    if (slice.c.length <= slice.degree) {
      slice.c = new double[slice.degree + 1][field.n];
    }
    step.denseInto(slice.c);
  }

  @Override
  public void jumped(int stop, double t, double[] before, double[] after) {
    jumps.add(new Jump(levels.size(), field.lastPulse, Vec.of(before)));
  }

  @Override
  public void saved(int index, double t, double[] y) {
    observations.add(index, t, y, steps - 1);
  }

  int pieces() {
    return levels.size();
  }

  int level(int piece) {
    return levels.get(piece);
  }

  double start(int piece) {
    return slices.get(firstStep.get(piece)).start;
  }

  double end(int piece) {
    int next = piece + 1 < pieces() ? firstStep.get(piece + 1) : steps;
    return slices.get(next - 1).end;
  }

  /** The piece in which the step lies; -1 for the start. */
  int pieceOfStep(int step) {
    int piece = step < 0 ? -1 : pieces() - 1;
    while (piece >= 0 && firstStep.get(piece) > step) {
      piece--;
    }
    return piece;
  }

  /** State at the beginning of the piece, after the jump; valid until the next call. */
  double[] stateAtStart(int piece) {
    System.arraycopy(slices.get(firstStep.get(piece)).c[0], 0, atStart, 0, field.n);
    return atStart;
  }

  int jumps() {
    return jumps.size();
  }

  /** The piece that begins after the jump. */
  int jumpPiece(int jump) {
    return jumps.get(jump).piece();
  }

  int pulse(int jump) {
    return jumps.get(jump).pulse();
  }

  double[] stateBefore(int jump) {
    return jumps.get(jump).before().toArray();
  }

  /** From now on states come from this piece: at its ends, from its own side of the jump. */
  void visit(int piece) {
    lowest = firstStep.get(piece);
    highest = (piece + 1 < pieces() ? firstStep.get(piece + 1) : steps) - 1;
    last = highest;
  }

  /** The beginning of the visited piece's step that holds or ends at t; -∞ before the first. */
  double stepBefore(double t) {
    int at = last;
    while (at < highest && slices.get(at).end < t) {
      at++;
    }
    while (at >= lowest && slices.get(at).start >= t) {
      at--;
    }
    return at < lowest ? Double.NEGATIVE_INFINITY : slices.get(at).start;
  }

  /** x at a time within the visited piece, or a little beyond. */
  void stateInto(double t, double[] x) {
    while (last > lowest && t < slices.get(last).start) {
      last--;
    }
    while (last < highest && t > slices.get(last).end) {
      last++;
    }
    Slice slice = slices.get(last);
    double theta = (t - slice.start) / slice.size;
    for (int i = 0; i < x.length; i++) {
      double sum = 0.0;
      for (int j = slice.degree; j >= 0; j--) {
        sum = sum * theta + slice.c[j][i];
      }
      x[i] = sum;
    }
  }
}
