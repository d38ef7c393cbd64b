package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * What the variables of a stage are: [model states | previous inputs | totals | interval length]
 * and [inputs | chosen doses | time of a dose that moves | interval length at the first stage],
 * where the parts a problem does not need are absent.
 */
final class Layout {

  final int states; // of the model
  final int inputs;
  final List<InputLimit> remembered = new ArrayList<>();
  final List<InputLimit> inputTotals = new ArrayList<>();
  final List<Integer> budgets = new ArrayList<>(); // pulses with a budget, by index
  final boolean free;
  final Grid grid;

  Layout(OptimalControlProblem problem, Values values, Grid grid) {
    this.grid = grid;
    states = problem.schema().states().size();
    inputs = problem.schema().inputs().size();
    free = grid.free();
    for (InputLimit limit : problem.inputs()) {
      if (limit.remembers(values)) {
        remembered.add(limit);
      }
      if (values.of(limit.total()) < Double.POSITIVE_INFINITY) {
        inputTotals.add(limit);
      }
    }
    for (int p = 0; p < problem.pulses().size(); p++) {
      PulseInput pulse = problem.pulses().get(p);
      if (values.of(pulse.budget()) < Double.POSITIVE_INFINITY) {
        budgets.add(p);
      }
    }
  }

  int memoryAt() {
    return states;
  }

  int inputTotalsAt() {
    return states + remembered.size();
  }

  int budgetsAt() {
    return inputTotalsAt() + inputTotals.size();
  }

  /** Position of the interval length among the states. */
  int lengthAt() {
    return budgetsAt() + budgets.size();
  }

  /** All states of a stage. */
  int wide() {
    return lengthAt() + (free ? 1 : 0);
  }

  /** Position of the first input in a stage's variables. */
  int inputsAt() {
    return wide();
  }

  int dosesAt() {
    return wide() + inputs;
  }

  int controls(int stage) {
    if (stage >= grid.intervals()) {
      return 0;
    }
    boolean timed = grid.moving(stage) || (free && stage == 0);
    return inputs + grid.choices(stage) + (timed ? 1 : 0);
  }

  /** Where the variable stands that times the stage's interval: its length, or a dose's time. */
  int timingColumn(int stage) {
    return grid.moving(stage) ? dosesAt() + grid.choices(stage) : lengthColumn(stage);
  }

  /** Where things stand in the variables of the interval's map. */
  MapPoint.Columns mapColumns(int stage) {
    return MapPoint.Columns.of(states, inputs + grid.choices(stage), timingColumn(stage) >= 0);
  }

  /** Where the length of the stage's interval stands in its variables; -1 if it is not free. */
  int lengthColumn(int stage) {
    if (!free) {
      return -1;
    }
    return stage == 0 ? wide() + inputs + grid.choices(0) : lengthAt();
  }

  StageShape shape(int[] rows) {
    int count = grid.intervals() + 1;
    int[] x = new int[count];
    int[] u = new int[count];
    for (int k = 0; k < count; k++) {
      x[k] = wide();
      u[k] = controls(k);
    }
    return StageShape.of(x, u, rows);
  }

  /** Where each variable w of the interval's map stands among the stage's variables. */
  int[] intervalColumns(int stage) {
    int choices = grid.choices(stage);
    int timing = timingColumn(stage);
    int[] columns = new int[states + inputs + choices + (timing < 0 ? 0 : 1)];
    for (int i = 0; i < states; i++) {
      columns[i] = i;
    }
    for (int i = 0; i < inputs + choices; i++) {
      columns[states + i] = inputsAt() + i;
    }
    if (timing >= 0) {
      columns[columns.length - 1] = timing;
    }
    return columns;
  }
}
