package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of one thread's integrations, and the loop over steps. Made by {@link
 * Integrator#workspace}; may be used again for any problem of the same dimension.
 */
public final class Workspace {

  private static final double ROUNDING = 16.0 * Math.ulp(1.0);

  /** Shortest step by the whole span: near t = 0 rounding sets no limit. */
  private static final double SHORTEST = 1e-30;

  private final Integrator owner;
  private final int n;
  private final Stepper stepper;
  private final double[] absolute;
  private final Counts counts = new Counts();
  private final Dense dense;
  private final EventFinder events;
  private final InitialStep initialStep;
  private final double[] y;
  private final double[] jumped;
  private final double[] lower;

  private Integrator integrator;
  private InitialValueProblem problem;
  private SaveAt saveAt;
  private StepListener listener;
  private double t;
  private double direction;
  private double proposed;
  private double lastError;
  private double errorBefore;
  private boolean afterRejection;
  private int failedFor;
  private int attempts;
  private int nextStop;
  private int nextSave;
  private double wholeStep;

  Workspace(Integrator integrator, int dimension) {
    this.owner = integrator;
    this.integrator = integrator;
    this.n = dimension;
    this.stepper = integrator.method().stepper(dimension);
    this.absolute = integrator.tolerance().absolutes(dimension);
    this.dense = new Dense(dimension);
    this.events = new EventFinder(dimension);
    this.initialStep = new InitialStep(dimension);
    this.y = new double[dimension];
    this.jumped = new double[dimension];
    this.lower = new double[dimension];
    this.problem =
        InitialValueProblem.of(
            VectorField.of(dimension, (time, state, derivative) -> {}),
            0.0,
            Vec.zeros(dimension),
            0.0);
    this.saveAt = SaveAt.end();
    this.listener = StepListener.NONE;
  }

  /** Time that the last run reached. */
  public double time() {
    return t;
  }

  /** State that the last run reached, as a value. */
  public Vec state() {
    return Vec.of(y);
  }

  /** Copies the state that the last run reached. */
  public void stateInto(double[] target) {
    System.arraycopy(y, 0, target, 0, n);
  }

  /** Work of the last run. */
  public Counts.Statistics statistics() {
    return counts.toStatistics();
  }

  Outcome run(
      Integrator by, InitialValueProblem newProblem, SaveAt newSaveAt, StepListener newListener) {
    begin(by, newProblem, newSaveAt, newListener);
    List<Stop> stops = problem.stops();
    nextStop = direction > 0.0 ? 0 : stops.size() - 1;
    while (nextStop >= 0 && nextStop < stops.size() && ahead(stops.get(nextStop).time()) < 0.0) {
      nextStop += (int) direction;
    }
    saveUpTo(t);
    while (true) {
      int ended = passStops();
      if (ended >= 0) {
        return new Outcome.Terminated(t, ended);
      }
      if (t == problem.end()) {
        return new Outcome.Reached(t);
      }
      @Nullable Outcome outcome = segment(nextBreak());
      if (outcome != null) {
        return outcome;
      }
    }
  }

  private void begin(
      Integrator by, InitialValueProblem newProblem, SaveAt newSaveAt, StepListener newListener) {
    if (!by.method().equals(owner.method()) || !by.tolerance().equals(owner.tolerance())) {
      throw new IllegalArgumentException("this workspace was made for " + owner);
    }
    if (newProblem.field().dimension() != n) {
      throw new IllegalArgumentException(
          "this workspace was made for dimension %d, the problem has %d"
              .formatted(n, newProblem.field().dimension()));
    }
    newSaveAt.check(newProblem.start(), newProblem.end());
    integrator = by;
    problem = newProblem;
    saveAt = newSaveAt;
    listener = newListener;
    counts.reset();
    t = problem.start();
    direction = problem.end() >= t ? 1.0 : -1.0;
    problem.initial().copyInto(y, 0);
    events.begin(problem.events(), t, y);
    for (int i = 0; i < n; i++) {
      lower[i] =
          problem.lower().size() == 0
              ? Double.NEGATIVE_INFINITY
              : problem.lower().get(i) - absolute[i];
    }
    proposed = 0.0;
    lastError = 1.0;
    errorBefore = 1.0;
    attempts = 0;
    nextSave = 0;
    stepper.start(problem.field(), integrator.tolerance().relative(), absolute, counts);
  }

  /** How far the time lies ahead, in the direction of integration. */
  private double ahead(double time) {
    return (time - t) * direction;
  }

  /**
   * Applies the jumps at t and moves on to the first stop after t; the index of a terminal event
   * that a jump made happen, or -1.
   */
  private int passStops() {
    List<Stop> stops = problem.stops();
    while (nextStop >= 0 && nextStop < stops.size() && stops.get(nextStop).time() == t) {
      Stop.Jump jump = stops.get(nextStop).jump();
      if (jump != null && t != problem.end()) {
        System.arraycopy(y, 0, jumped, 0, n);
        jump.apply(t, y);
        listener.jumped(nextStop, t, jumped, y);
        int ended = events.active() ? events.overJump(t, jumped, y, listener) : -1;
        if (ended >= 0) {
          return ended;
        }
      }
      nextStop += (int) direction;
    }
    return -1;
  }

  private double nextBreak() {
    List<Stop> stops = problem.stops();
    for (int i = nextStop; i >= 0 && i < stops.size(); i += (int) direction) {
      Stop stop = stops.get(i);
      if ((stop.time() - problem.end()) * direction >= 0.0) {
        break;
      }
      if (stop.breaks()) {
        return stop.time();
      }
    }
    return problem.end();
  }

  /** One smooth piece; null if its end was reached. */
  private @Nullable Outcome segment(double until) {
    problem.field().enterSegment(t, until);
    listener.segment(t, until);
    stepper.begin(t, y);
    events.begin(problem.events(), t, y);
    afterRejection = false;
    failedFor = 0;
    StepControl.Limits limits = integrator.control().limits();
    if (proposed == 0.0) {
      counts.evaluations += limits.first() > 0.0 ? 0 : 2;
      proposed =
          limits.first() > 0.0
              ? limits.first()
              : initialStep.estimate(
                  problem.field(), t, y, until, integrator, stepper.errorOrder(), absolute);
    }
    while (t != until) {
      double target = landing(until);
      double h = clip(target, limits);
      double end = h == target - t ? target : t + h;
      if (end != target && tiny(h, end)) {
        return tooSmall(h);
      }
      if (++attempts > integrator.maxSteps()) {
        return new Outcome.TooManySteps(t, attempts - 1);
      }
      double error = stepper.attempt(h, end);
      if (limits.fixed() && error < Double.POSITIVE_INFINITY) {
        error = Math.min(error, 1.0);
      }
      @Nullable Outcome ended =
          error <= 1.0 && inDomain(stepper.after()) ? finish(h, error) : reject(h, error);
      if (ended != null) {
        return ended;
      }
    }
    return null;
  }

  private boolean tiny(double h, double end) {
    double rounding = ROUNDING * Math.max(Math.abs(t), Math.abs(end));
    double shortest = SHORTEST * Math.abs(problem.end() - problem.start());
    return Math.abs(h) < Math.max(rounding, shortest);
  }

  /** The next time at which a step must end. */
  private double landing(double until) {
    List<Stop> stops = problem.stops();
    while (nextStop >= 0
        && nextStop < stops.size()
        && !stops.get(nextStop).breaks()
        && ahead(stops.get(nextStop).time()) <= 0.0) {
      nextStop += (int) direction;
    }
    if (nextStop >= 0 && nextStop < stops.size()) {
      double time = stops.get(nextStop).time();
      return (until - time) * direction > 0.0 ? time : until;
    }
    return until;
  }

  /** Signed step towards the target; equal to target - t if the step lands there. */
  private double clip(double target, StepControl.Limits limits) {
    double remaining = target - t;
    double left = Math.abs(remaining);
    if (limits.fixed()) {
      double count = Math.max(1.0, Math.ceil(left / limits.first() * (1.0 - 1e-12)));
      wholeStep = 0.0;
      return count == 1.0 ? remaining : remaining / count;
    }
    double size = Math.min(Math.abs(proposed), limits.largest());
    wholeStep = 0.0;
    if (size >= left * (1.0 - 1e-8)) {
      wholeStep = size;
      return remaining;
    }
    // two equal steps rather than a long and a tiny one
    return left < 2.0 * size && !afterRejection ? 0.5 * remaining : size * direction;
  }

  private boolean inDomain(double[] state) {
    for (int i = 0; i < n; i++) {
      if (state[i] < lower[i]) {
        failedFor = -1 - i;
        return false;
      }
    }
    return true;
  }

  private @Nullable Outcome reject(double h, double error) {
    counts.rejected++;
    if (error <= 1.0) {
      stepper.drop();
      proposed = 0.5 * h;
    } else {
      failedFor = Double.isNaN(error) ? 1 : 0;
      double controlled = h * integrator.control().afterRejected(error, stepper.errorOrder() + 1);
      proposed = stepper.proposal(h, controlled, error, false);
    }
    afterRejection = true;
    // a method may ask for the same step again, with a new Jacobian
    if (integrator.control().limits().fixed() && proposed != h) {
      return Double.isNaN(error) ? new Outcome.NotFinite(t) : tooSmall(h);
    }
    return null;
  }

  private Outcome tooSmall(double h) {
    if (failedFor > 0) {
      return new Outcome.NotFinite(t);
    }
    if (failedFor < 0) {
      int component = -1 - failedFor;
      return new Outcome.LeftDomain(t, component, stepper.after()[component]);
    }
    return new Outcome.StepTooSmall(t, h);
  }

  /** Everything that follows an accepted attempt. */
  private @Nullable Outcome finish(double h, double error) {
    dense.stale();
    int event = events.active() ? events.firstTerminal(stepper, dense) : -1;
    if (event >= 0 && ahead(events.time()) > ROUNDING * Math.abs(t)) {
      // done again so that the state at the event is a step's end, not an interpolation
      double size = events.time() - t;
      stepper.drop();
      if (stepper.attempt(size, events.time()) <= 2.0) {
        dense.stale();
        events.report(stepper, dense, listener);
        moveOn(size, 1.0);
        listener.happened(event, t, y);
        return new Outcome.Terminated(t, event);
      }
      proposed = 0.5 * size;
      afterRejection = true;
      counts.rejected++;
      return null;
    }
    events.report(stepper, dense, listener);
    moveOn(h, error);
    if (event >= 0) {
      listener.happened(event, t, y);
      return new Outcome.Terminated(t, event);
    }
    return null;
  }

  private void moveOn(double h, double error) {
    counts.accepted++;
    propose(h, error);
    listener.accepted(stepper);
    saveUpTo(stepper.end());
    t = stepper.end();
    stepper.advance();
    System.arraycopy(stepper.before(), 0, y, 0, n);
    events.move(t, y);
    afterRejection = false;
    failedFor = 0;
  }

  private void propose(double h, double error) {
    double factor =
        integrator.control().afterAccepted(error, lastError, errorBefore, stepper.errorOrder() + 1);
    double controlled = h * (afterRejection ? Math.min(1.0, factor) : factor);
    double next = stepper.proposal(h, controlled, error, true);
    errorBefore = lastError;
    lastError = error;
    // a step cut short by a stop says nothing against the size that was wanted
    proposed = Math.abs(next) < wholeStep ? wholeStep : next;
  }

  /** Reports the save times up to the given one, which the last attempt spans. */
  private void saveUpTo(double time) {
    Vec times = saveAt.times();
    while (nextSave < times.size() && (time - times.get(nextSave)) * direction >= 0.0) {
      double wanted = times.get(nextSave);
      if (wanted == t) {
        listener.saved(nextSave, wanted, y);
      } else if (wanted == stepper.end()) {
        listener.saved(nextSave, wanted, stepper.after());
      } else {
        listener.saved(nextSave, wanted, dense.at(stepper, wanted));
      }
      nextSave++;
    }
  }
}
