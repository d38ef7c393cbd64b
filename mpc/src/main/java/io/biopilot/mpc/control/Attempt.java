package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.robust.BackOff;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One solve of a problem on a grid, from a guess; mutable, used once. */
final class Attempt {

  /** Margins closer to what they should be than this share of their limit stand still. */
  private static final double SETTLED = 1e-5;

  private final OptimalControlProblem problem;
  private final PlanSettings settings;
  private final Start start;
  private final Programs programs;
  private final MultipleShooting program; // of the model as it stands
  private final SqpSolver solver;
  private Status status = Status.STALLED;
  private int iterations;
  private double unsettled;

  Attempt(
      OptimalControlProblem problem,
      Model model,
      PlanSettings settings,
      Values values,
      Grid grid,
      Start start) {
    this.problem = problem;
    this.settings = settings;
    this.start = start;
    programs = new Programs(problem, model, settings, values, grid, start);
    program = programs.nominal();
    solver = new SqpSolver(programs.whole(), settings.solver(), settings.scheme().panels());
  }

  Programs programs() {
    return programs;
  }

  /** Of the model as it stands. */
  MultipleShooting program() {
    return program;
  }

  /** The point of the model as it stands. */
  private double[] point() {
    return programs.point(solver.variables(), 0);
  }

  Start start() {
    return start;
  }

  SqpSolver solver() {
    return solver;
  }

  Status status() {
    return status;
  }

  /** Of all solves together. */
  int iterations() {
    return iterations;
  }

  /** Whether the point may be acted on. */
  boolean usable() {
    return status == Status.CONVERGED
        || ((status == Status.BUDGET_FEASIBLE
                || status == Status.BUDGET_INFEASIBLE
                || status == Status.STALLED)
            && solver.infeasibility() <= settings.feasible());
  }

  /** Solves from a plan, or from simple courses of the inputs where there is none. */
  void run(@Nullable PlanMemory guess, IntPredicate exhausted) {
    BackOff backOff = programs.backOff();
    if (guess == null) {
      begin();
    } else {
      if (backOff != null) {
        Margins.take(guess, program, backOff);
      }
      iterations = follow(guess, exhausted);
    }
    solve(exhausted);
    if (backOff != null && settings.robustness() instanceof Robustness.Tightened tightened) {
      tighten(backOff, tightened.rounds(), exhausted);
    }
  }

  /** One more solve from the present point; what exhausts counts the iterations of all. */
  private void solve(IntPredicate exhausted) {
    int before = iterations;
    status = solver.solve(done -> exhausted.test(before + done));
    iterations += solver.iterations();
  }

  /** Solves again with limits tightened by what the scenarios make of the plan. */
  private void tighten(BackOff backOff, int rounds, IntPredicate exhausted) {
    for (int round = 0; round < rounds && usable() && !exhausted.test(iterations); round++) {
      unsettled = backOff.measure(solver.variables());
      if (!(unsettled > SETTLED)) {
        status = Double.isNaN(unsettled) ? Status.NOT_FINITE : status;
        return;
      }
      solve(exhausted);
    }
    unsettled = usable() ? backOff.measure(solver.variables()) : unsettled;
  }

  /**
   * How far margins were from those that the plan wants, as a share of their limits; 0 without
   * back-off.
   */
  double unsettled() {
    return unsettled > SETTLED ? unsettled : 0.0;
  }

  /** The best of some simple courses: inputs held, at a share of their range, or growing. */
  private void begin() {
    double[] z = solver.variables();
    double[] own = new double[program.shape().totalVariables()];
    double[] best = z.clone();
    double least = Double.POSITIVE_INFINITY;
    for (Course course : Course.all(!problem.pulses().isEmpty())) {
      course.into(program, problem, start, own);
      program.admit(own);
      for (int s = 0; s < programs.count(); s++) {
        programs.take(own, s, z);
      }
      programs.whole().simulate(z);
      double merit = solver.merit();
      if (merit < least) {
        least = merit;
        System.arraycopy(z, 0, best, 0, z.length);
      }
    }
    System.arraycopy(best, 0, z, 0, z.length);
  }

  /** Begins from a plan; returns the iterations that took. */
  private int follow(PlanMemory guess, IntPredicate exhausted) {
    double[] z = solver.variables();
    double[] multipliers = new double[programs.whole().shape().totalStates()];
    // Backwards: the model as it stands has the last word on what is common.
    for (int s = programs.apart() ? programs.count() - 1 : 0; s >= 0; s--) {
      double[] own = new double[program.shape().totalVariables()];
      programs.takeMultipliers(follow(guess.of(s), own), s, multipliers);
      program.admit(own);
      programs.take(own, s, z);
    }
    solver.multipliers(multipliers);
    return settings.solver().trial() == SqpSettings.Trial.SIMULATE
        ? embed(z, multipliers, exhausted)
        : 0;
  }

  /**
   * Takes the plan over to the present start. The plan's controls alone may lead far off: what
   * feeds an unstable course must answer to where it really is. So they take one full step from the
   * plan's own states first, which closes the gap at the start (the initial value embedding of
   * real-time iteration, Diehl et al. 2005); kept only if the trajectory that it leads to has the
   * lower merit.
   */
  private int embed(double[] z, double[] multipliers, IntPredicate exhausted) {
    double[] plan = z.clone();
    programs.whole().simulate(plan);
    if (exhausted.test(0)
        || solver.prepare() != Status.CONVERGED
        || solver.feedback() != Status.CONVERGED) {
      System.arraycopy(plan, 0, z, 0, z.length);
      solver.multipliers(multipliers);
      return 0;
    }
    programs.whole().simulate(z);
    double[] answer = z.clone();
    double answered = solver.merit();
    System.arraycopy(plan, 0, z, 0, z.length);
    // Not finite, so no better, where the step leads to no course at all.
    if (answered < solver.merit()) {
      System.arraycopy(answer, 0, z, 0, z.length);
    } else {
      solver.multipliers(multipliers);
    }
    return 1;
  }

  /** own ← the guess; returns its multipliers. */
  private double[] follow(PlanMemory guess, double[] own) {
    StageShape shape = program.shape();
    double[] multipliers = new double[shape.totalStates()];
    Grid grid = program.grid();
    for (int k = 0; k <= grid.intervals(); k++) {
      double time = grid.times().get(k);
      for (int i = 0; i < shape.states(k); i++) {
        own[program.stateAt(k) + i] = guess.at(guess.states(), i, time);
        multipliers[shape.stateOffset(k) + i] = guess.at(guess.prices(), i, time);
      }
      if (k < grid.intervals()) {
        Vec inputs = guess.inputs().get(guess.intervalAt(time));
        inputs.copyInto(own, program.inputAt(k));
        followDoses(guess, k, own);
        if (grid.free() && k == 0) {
          own[shape.variableOffset(1) - 1] = guess.times().get(1) - guess.times().get(0);
        }
      }
    }
    return multipliers;
  }

  private void followDoses(PlanMemory guess, int k, double[] z) {
    int at = program.doseAt(k);
    double time = program.grid().times().get(k);
    for (Grid.Slot slot : program.grid().doses().get(k)) {
      int impulse = problem.pulses().get(slot.pulse()).impulse();
      for (TimedImpulse dose : guess.doses()) {
        double offset = dose.time() - time;
        boolean here = offset > slot.from() - 1e-6 && offset < slot.to() + 1e-6;
        if (dose.impulse() == impulse && here) {
          if (slot.chosen()) {
            z[at] = Math.max(slot.least(), Math.min(slot.most(), dose.amount()));
          }
          if (slot.moves()) {
            z[program.momentAt(k)] = offset;
          }
        }
      }
      at += slot.chosen() ? 1 : 0;
    }
  }

  /** The doses planned, in the order of time. */
  List<PlannedDose> given() {
    return PlannedDose.of(program, point());
  }

  /** Doses as the model's impulses; none for nothing. */
  List<TimedImpulse> impulses(List<PlannedDose> doses) {
    List<TimedImpulse> impulses = new ArrayList<>();
    for (PlannedDose dose : doses) {
      if (dose.amount() > 0.0) {
        int impulse = problem.pulses().get(dose.pulse()).impulse();
        impulses.add(new TimedImpulse(dose.time(), impulse, dose.amount()));
      }
    }
    return impulses;
  }

  /** Amounts at the places that were to be chosen, in their order. */
  Vec amounts() {
    List<Double> amounts = new ArrayList<>();
    double[] z = point();
    for (int k = 0; k < program.grid().intervals(); k++) {
      int at = program.doseAt(k);
      for (Grid.Slot slot : program.grid().doses().get(k)) {
        if (slot.chosen()) {
          amounts.add(z[at++]);
        }
      }
    }
    return Vec.of(amounts.stream().mapToDouble(a -> a).toArray());
  }

  /** Doses at their times, chosen and fixed ones. */
  List<TimedImpulse> doses() {
    return impulses(given());
  }

  Vec times() {
    double[] z = point();
    double[] times = new double[program.grid().intervals() + 1];
    for (int k = 0; k < times.length; k++) {
      times[k] = program.timeOf(k, z);
    }
    return Vec.of(times);
  }

  private static Vec slice(double[] from, int at, int length) {
    return Vec.of(Arrays.copyOfRange(from, at, at + length));
  }

  List<Vec> inputs(int scenario) {
    double[] z = programs.point(solver.variables(), scenario);
    List<Vec> rows = new ArrayList<>();
    for (int k = 0; k < program.grid().intervals(); k++) {
      rows.add(slice(z, program.inputAt(k), problem.schema().inputs().size()));
    }
    return rows;
  }

  /** States of the model at the nodes. */
  List<Vec> states(int scenario) {
    double[] z = programs.point(solver.variables(), scenario);
    int nx = problem.schema().states().size();
    List<Vec> rows = new ArrayList<>();
    for (int k = 0; k <= program.grid().intervals(); k++) {
      rows.add(slice(z, program.stateAt(k), nx));
    }
    return rows;
  }

  /** Without anything that rounding owes. */
  PlanMemory memory() {
    return memory(Vec.zeros(problem.pulses().size()));
  }

  /** As {@link #memory()}, of one scenario alone. */
  PlanMemory memory(int scenario) {
    return memory(scenario, Vec.zeros(problem.pulses().size()), List.of());
  }

  PlanMemory memory(Vec carried) {
    List<PlanMemory> others = new ArrayList<>();
    for (int s = 1; s < programs.count() && programs.apart(); s++) {
      others.add(memory(s, carried, List.of()));
    }
    return memory(0, carried, others);
  }

  private PlanMemory memory(int scenario, Vec carried, List<PlanMemory> others) {
    StageShape shape = program.shape();
    double[] z = programs.point(solver.variables(), scenario);
    double[] multipliers = programs.multipliers(solver.prices().multipliers(), scenario);
    List<Vec> states = new ArrayList<>();
    List<Vec> prices = new ArrayList<>();
    for (int k = 0; k <= program.grid().intervals(); k++) {
      states.add(slice(z, program.stateAt(k), shape.states(k)));
      prices.add(slice(multipliers, shape.stateOffset(k), shape.states(k)));
    }
    BackOff backOff = programs.backOff();
    return new PlanMemory(
        times(),
        states,
        prices,
        inputs(scenario),
        doses(),
        carried,
        0,
        others,
        backOff != null && usable() ? Margins.of(backOff, program) : List.of());
  }
}
