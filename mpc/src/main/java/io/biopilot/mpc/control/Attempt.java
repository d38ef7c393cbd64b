package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One solve of a problem on a grid, from a guess; mutable, used once. */
final class Attempt {

  private final OptimalControlProblem problem;
  private final PlanSettings settings;
  private final Start start;
  private final MultipleShooting program;
  private final SqpSolver solver;
  private Status status = Status.STALLED;

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
    program =
        new MultipleShooting(
            problem, model.process(), model.parameters(), settings.scheme(), grid, values, start);
    solver = new SqpSolver(program, settings.solver());
  }

  MultipleShooting program() {
    return program;
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
    if (guess == null) {
      begin();
    } else {
      follow(guess);
    }
    status = solver.solve(exhausted);
  }

  /** The best of some simple courses: inputs held, at a share of their range, or growing. */
  private void begin() {
    double[] z = solver.variables();
    double[] best = z.clone();
    double least = Double.POSITIVE_INFINITY;
    for (Course course : Course.all(!problem.pulses().isEmpty())) {
      course.into(program, problem, start, z);
      program.admit(z);
      program.simulate(z);
      double worth = solver.worth();
      if (worth < least) {
        least = worth;
        System.arraycopy(z, 0, best, 0, z.length);
      }
    }
    System.arraycopy(best, 0, z, 0, z.length);
  }

  private void follow(PlanMemory guess) {
    double[] z = solver.variables();
    StageShape shape = program.shape();
    double[] multipliers = new double[shape.totalStates()];
    Grid grid = program.grid();
    for (int k = 0; k <= grid.intervals(); k++) {
      double time = grid.times().get(k);
      for (int i = 0; i < shape.states(k); i++) {
        z[program.stateAt(k) + i] = guess.at(guess.states(), i, time);
        multipliers[shape.stateOffset(k) + i] = guess.at(guess.prices(), i, time);
      }
      if (k < grid.intervals()) {
        Vec inputs = guess.inputs().get(guess.intervalAt(time));
        inputs.copyInto(z, program.inputAt(k));
        followDoses(guess, k, z);
        if (grid.free() && k == 0) {
          z[shape.variableOffset(1) - 1] = guess.times().get(1) - guess.times().get(0);
        }
      }
    }
    solver.multipliers(multipliers);
    program.admit(z);
    if (settings.solver().trial() == SqpSettings.Trial.SIMULATE) {
      program.simulate(z);
    }
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
    return PlannedDose.of(program, solver.variables());
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
    for (int k = 0; k < program.grid().intervals(); k++) {
      int at = program.doseAt(k);
      for (Grid.Slot slot : program.grid().doses().get(k)) {
        if (slot.chosen()) {
          amounts.add(solver.variables()[at++]);
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
    double[] times = new double[program.grid().intervals() + 1];
    for (int k = 0; k < times.length; k++) {
      times[k] = program.timeOf(k, solver.variables());
    }
    return Vec.of(times);
  }

  private static Vec slice(double[] from, int at, int length) {
    return Vec.of(java.util.Arrays.copyOfRange(from, at, at + length));
  }

  List<Vec> inputs() {
    List<Vec> rows = new ArrayList<>();
    for (int k = 0; k < program.grid().intervals(); k++) {
      rows.add(slice(solver.variables(), program.inputAt(k), problem.schema().inputs().size()));
    }
    return rows;
  }

  /** States of the model at the nodes. */
  List<Vec> states() {
    int nx = problem.schema().states().size();
    List<Vec> rows = new ArrayList<>();
    for (int k = 0; k <= program.grid().intervals(); k++) {
      rows.add(slice(solver.variables(), program.stateAt(k), nx));
    }
    return rows;
  }

  /** Without anything that rounding owes. */
  PlanMemory memory() {
    return memory(Vec.zeros(problem.pulses().size()));
  }

  PlanMemory memory(Vec carried) {
    StageShape shape = program.shape();
    List<Vec> states = new ArrayList<>();
    List<Vec> prices = new ArrayList<>();
    for (int k = 0; k <= program.grid().intervals(); k++) {
      states.add(slice(solver.variables(), program.stateAt(k), shape.states(k)));
      prices.add(slice(solver.prices().multipliers(), shape.stateOffset(k), shape.states(k)));
    }
    return new PlanMemory(times(), states, prices, inputs(), doses(), carried, 0);
  }
}
