package io.biopilot.twin.ode;

import java.util.List;

/**
 * Locates changes of sign of the guards: within an accepted step on its dense output, and over a
 * jump of the state. A guard that changes its sign twice between two of a step's samples is missed.
 */
final class EventFinder {

  private static final int SAMPLES = 4;
  private static final int ITERATIONS = 100;

  private final double[] scratch;
  private List<Event> events = List.of();
  private double[] before = new double[0];
  private double[] found = new double[0];
  private double time;

  EventFinder(int dimension) {
    scratch = new double[dimension];
  }

  void begin(List<Event> all, double t, double[] y) {
    events = all;
    if (before.length != events.size()) {
      before = new double[events.size()];
      found = new double[events.size()];
    }
    move(t, y);
  }

  boolean active() {
    return !events.isEmpty();
  }

  /** The present point has become (t, y). */
  void move(double t, double[] y) {
    for (int e = 0; e < events.size(); e++) {
      before[e] = events.get(e).guard().valueAt(t, y);
    }
  }

  /** Time of the event that {@link #firstTerminal} found. */
  double time() {
    return time;
  }

  /** Index of the earliest terminal event in the step, or -1. */
  int firstTerminal(Stepper step, Dense dense) {
    int first = -1;
    for (int e = 0; e < events.size(); e++) {
      if (!events.get(e).terminal()) {
        continue;
      }
      double at = locate(events.get(e), step.start(), before[e], step, dense);
      if (!Double.isNaN(at) && (first < 0 || (at - time) * step.size() < 0.0)) {
        first = e;
        time = at;
      }
    }
    return first;
  }

  /** Reports those that do not end the run and lie within the step, in order of time. */
  void report(Stepper step, Dense dense, StepListener listener) {
    for (int e = 0; e < events.size(); e++) {
      Event event = events.get(e);
      found[e] =
          event.terminal() ? Double.NaN : locate(event, step.start(), before[e], step, dense);
    }
    while (true) {
      int next = -1;
      for (int e = 0; e < events.size(); e++) {
        boolean earlier = next < 0 || (found[e] - found[next]) * step.size() < 0.0;
        boolean inside = (step.end() - found[e]) * step.size() >= 0.0;
        if (inside && earlier) {
          next = e;
        }
      }
      if (next < 0) {
        return;
      }
      double at = found[next];
      listener.happened(next, at, at == step.end() ? step.after() : dense.at(step, at));
      Event event = events.get(next);
      found[next] =
          at == step.end()
              ? Double.NaN
              : locate(event, at, value(event, at, step, dense), step, dense);
    }
  }

  /**
   * Reports the changes of sign by a jump at t; the index of the first terminal one, or -1.
   *
   * @param from state before the jump
   * @param to state after it
   */
  int overJump(double t, double[] from, double[] to, StepListener listener) {
    int first = -1;
    for (int e = 0; e < events.size(); e++) {
      Event event = events.get(e);
      double behind = event.guard().valueAt(t, from);
      if (event.direction().crossed(behind, event.guard().valueAt(t, to))) {
        listener.happened(e, t, to);
        first = first < 0 && event.terminal() ? e : first;
      }
    }
    return first;
  }

  /** Time of the first change of sign after {@code from}, or NaN. */
  private double locate(Event event, double from, double atStart, Stepper step, Dense dense) {
    double left = from;
    double gLeft = atStart;
    for (int s = 1; s <= SAMPLES; s++) {
      double right = s == SAMPLES ? step.end() : step.start() + step.size() * s / SAMPLES;
      if ((right - left) * step.size() <= 0.0) {
        continue;
      }
      double gRight = value(event, right, step, dense);
      if (event.direction().crossed(gLeft, gRight)) {
        return root(event, left, gLeft, right, gRight, step, dense);
      }
      if (gRight != 0.0) {
        gLeft = gRight;
      }
      left = right;
    }
    return Double.NaN;
  }

  private double value(Event event, double t, Stepper step, Dense dense) {
    double[] y = t == step.end() ? step.after() : dense.at(step, t);
    System.arraycopy(y, 0, scratch, 0, scratch.length);
    return event.guard().valueAt(t, scratch);
  }

  /** Illinois variant of regula falsi, with bisection where it is slow; returns the far side. */
  private double root(
      Event event, double a, double ga, double b, double gb, Stepper step, Dense dense) {
    double left = a;
    double right = b;
    double gl = ga;
    double gr = gb;
    for (int i = 0; i < ITERATIONS && gr != 0.0; i++) {
      if (Math.abs(right - left) <= 4.0 * Math.ulp(Math.max(Math.abs(left), Math.abs(right)))) {
        break;
      }
      double middle = i % 4 == 3 ? 0.5 * (left + right) : right - gr * (right - left) / (gr - gl);
      if (!((middle - left) * (right - middle) > 0.0)) {
        middle = 0.5 * (left + right);
      }
      double gm = value(event, middle, step, dense);
      if (gm == 0.0 || (gm > 0.0) == (gr > 0.0)) {
        right = middle;
        gr = gm;
        gl *= 0.5;
      } else {
        left = middle;
        gl = gm;
      }
    }
    return right;
  }
}
