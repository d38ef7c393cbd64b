package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Values;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A control problem on a grid as a stagewise nonlinear program: every node's state is a variable,
 * tied to the next by the exact map of its interval.
 *
 * <p>Mutable and for one thread: parameters, start and values in force can be changed between
 * solves; the grid cannot.
 */
public final class MultipleShooting implements NonlinearProgram {

  final OptimalControlProblem problem;
  final Layout layout;
  private final StageShape shape;
  final ProcessModel process;
  final Scheme scheme;
  final Interval[] intervals;
  final StageTerms[] terms;
  final Limits limits;
  final int[][] columns;
  private final double[][] points; // w of each interval
  final double[] parameters;
  private final double[] weights;
  Start start;

  /**
   * @param values in force, from {@link OptimalControlProblem#values}
   * @param parameters of the model, in its schema's order
   */
  public MultipleShooting(
      OptimalControlProblem problem,
      ProcessModel process,
      Vec parameters,
      Scheme scheme,
      Grid grid,
      Values values,
      Start start) {
    this.problem = problem;
    this.process = process;
    this.scheme = scheme;
    this.start = start;
    this.parameters = parameters.toArray();
    layout = new Layout(problem, values, grid);
    int count = grid.intervals() + 1;
    terms = new StageTerms[count];
    int[] rows = new int[count];
    for (int k = 0; k < count; k++) {
      terms[k] = new StageTerms(problem, values, layout, k);
      rows[k] = terms[k].rows.size();
    }
    shape = layout.shape(rows);
    intervals = new Interval[count - 1];
    columns = new int[count - 1][];
    points = new double[count - 1][];
    IntervalBuilder builder =
        new IntervalBuilder(problem, process, this.parameters, scheme, layout);
    for (int k = 0; k < count - 1; k++) {
      intervals[k] = builder.build(k);
      columns[k] = layout.intervalColumns(k);
      points[k] = new double[columns[k].length];
    }
    limits = new Limits(problem, values, layout, shape, terms);
    weights = new double[layout.states];
  }

  public Grid grid() {
    return layout.grid;
  }

  /** The next solve begins here. */
  public void start(Start from) {
    start = from;
  }

  public int parameterCount() {
    return parameters.length;
  }

  /** The next solve uses these parameter values. */
  public void parameters(Vec values) {
    values.copyInto(parameters, 0);
    for (Interval interval : intervals) {
      interval.bind();
    }
  }

  @Override
  public StageShape shape() {
    return shape;
  }

  @Override
  public void limitsInto(double[] lower, double[] upper, double[] linear, double[] quadratic) {
    limits.into(start, lower, upper, linear, quadratic);
  }

  @Override
  public boolean mayRelax(int limit) {
    return limits.mayRelax(limit);
  }

  /** See {@link Limits#usedUp}. */
  public @Nullable String usedUp() {
    return limits.usedUp();
  }

  /** What a limit stands for, for the operator. */
  public Limits.Meaning meaning(int limit) {
    return limits.meaning(limit);
  }

  @Override
  public void initialInto(double[] x0) {
    start.state().copyInto(x0, 0);
    for (int m = 0; m < layout.remembered.size(); m++) {
      x0[layout.memoryAt() + m] = start.previous().get(layout.remembered.get(m).input());
    }
    for (int t = 0; t < layout.inputTotals.size(); t++) {
      x0[layout.inputTotalsAt() + t] = start.given().get(layout.inputTotals.get(t).input());
    }
    for (int b = 0; b < layout.budgets.size(); b++) {
      x0[layout.budgetsAt() + b] = start.dosed().get(layout.budgets.get(b));
    }
    if (layout.free) {
      x0[layout.lengthAt()] = layout.grid.length(0);
    }
  }

  /** Position of a stage's first model state among all variables. */
  public int stateAt(int stage) {
    return shape.variableOffset(stage);
  }

  /** Position of a stage's first input among all variables. */
  public int inputAt(int stage) {
    return shape.variableOffset(stage) + layout.inputsAt();
  }

  /** Position of a stage's first chosen dose among all variables. */
  public int doseAt(int stage) {
    return shape.variableOffset(stage) + layout.dosesAt();
  }

  /** Position of the time of a dose that moves, h after the stage's beginning; -1 without one. */
  public int momentAt(int stage) {
    return layout.grid.moving(stage)
        ? shape.variableOffset(stage) + layout.timingColumn(stage)
        : -1;
  }

  /** The time of a node at a point of the program; moves where the end is free. */
  public double timeOf(int stage, double[] z) {
    if (!layout.free) {
      return layout.grid.times().get(stage);
    }
    double length = z[shape.variableOffset(0) + layout.lengthColumn(0)];
    return layout.grid.times().get(0) + stage * length;
  }

  @Override
  public void simulate(double[] z) {
    initialInto(z);
    for (int k = 0; k < intervals.length; k++) {
      loadPoint(k, z);
      next(k, z, intervals[k].value(points[k]), 0.0, z);
    }
  }

  /**
   * Moves the controls of z, first to last, to where their own limits, the rate limits and the
   * doses' budgets hold.
   */
  public void admit(double[] z) {
    double[] lower = new double[shape.totalVariables() + shape.totalRows()];
    double[] upper = lower.clone();
    limits.into(start, lower, upper, lower.clone(), lower.clone());
    for (int k = 0; k < intervals.length; k++) {
      for (int i = inputAt(k); i < shape.variableOffset(k + 1); i++) {
        z[i] = Math.max(lower[i], Math.min(upper[i], z[i]));
      }
      for (StageTerms.Row row : terms[k].rows) {
        if (row.memory() >= 0) {
          int at = inputAt(k) + row.input();
          double last = z[inputAt(k - 1) + row.input()];
          z[at] = Math.max(last - row.change(), Math.min(last + row.change(), z[at]));
        }
      }
    }
    for (int pulse : layout.budgets) {
      double planned = 0.0;
      for (int k = 0; k < intervals.length; k++) {
        planned += dosed(k, pulse, z);
      }
      double left = limits.budget(pulse) - start.dosed().get(pulse);
      scaleDoses(pulse, Math.min(1.0, Math.max(0.0, left) / Math.max(planned, 1e-12)), z);
    }
  }

  /** z ← the grid's own length of intervals, where that is free. */
  public void stretch(double[] z) {
    if (layout.free) {
      z[shape.variableOffset(0) + layout.lengthColumn(0)] = layout.grid.length(0);
    }
  }

  private void scaleDoses(int pulse, double factor, double[] z) {
    for (int k = 0; k < intervals.length; k++) {
      int at = doseAt(k);
      for (Grid.Slot slot : layout.grid.doses().get(k)) {
        if (slot.chosen()) {
          z[at] *= slot.pulse() == pulse ? factor : 1.0;
          at++;
        }
      }
    }
  }

  private void loadPoint(int k, double[] z) {
    int offset = shape.variableOffset(k);
    double[] w = points[k];
    int[] from = columns[k];
    for (int i = 0; i < w.length; i++) {
      w[i] = z[offset + from[i]];
    }
  }

  /** target of stage k + 1 ← end state of the interval and bookkeeping, minus keep · target. */
  private void next(int k, double[] z, double[] end, double keep, double[] target) {
    int at = target == z ? shape.variableOffset(k + 1) : shape.stateOffset(k + 1);
    int from = shape.variableOffset(k + 1);
    for (int i = 0; i < layout.wide(); i++) {
      double value = i < layout.states ? end[i] : bookkeeping(k, i, z);
      target[at + i] = keep == 0.0 ? value : value - keep * z[from + i];
    }
  }

  /** Next value of a state that is not the model's. */
  private double bookkeeping(int k, int state, double[] z) {
    int offset = shape.variableOffset(k);
    if (state < layout.inputTotalsAt()) {
      int input = layout.remembered.get(state - layout.memoryAt()).input();
      return z[offset + layout.inputsAt() + input];
    }
    if (state < layout.budgetsAt()) {
      int input = layout.inputTotals.get(state - layout.inputTotalsAt()).input();
      return z[offset + state] + length(k, z) * z[offset + layout.inputsAt() + input];
    }
    if (state < layout.lengthAt()) {
      return z[offset + state] + dosed(k, layout.budgets.get(state - layout.budgetsAt()), z);
    }
    return z[offset + layout.lengthColumn(k)];
  }

  private double length(int k, double[] z) {
    int column = layout.lengthColumn(k);
    return column < 0 ? layout.grid.length(k) : z[shape.variableOffset(k) + column];
  }

  private double dosed(int k, int pulse, double[] z) {
    double sum = 0.0;
    int choice = doseAt(k);
    for (int s = 0; s < layout.grid.doses().get(k).size(); s++) {
      Grid.Slot slot = layout.grid.doses().get(k).get(s);
      double amount = slot.chosen() ? z[choice++] : slot.amount();
      sum += slot.pulse() == pulse ? amount : 0.0;
    }
    return sum;
  }

  @Override
  public double value(double[] z, double[] defect, double[] rows) {
    double sum = 0.0;
    for (int k = 0; k <= intervals.length; k++) {
      int offset = shape.variableOffset(k);
      if (k < intervals.length) {
        loadPoint(k, z);
        next(k, z, intervals[k].value(points[k]), 1.0, defect);
      }
      sum += terms[k].cost(z, offset);
      terms[k].rowValues(z, offset, rows, shape.rowOffset(k));
    }
    return sum;
  }

  @Override
  public double linearise(double[] z, double[] defect, double[] rows, StageQp qp) {
    double sum = 0.0;
    for (int k = 0; k <= intervals.length; k++) {
      int offset = shape.variableOffset(k);
      if (k < intervals.length) {
        loadPoint(k, z);
        next(k, z, intervals[k].forward(points[k]), 1.0, defect);
        transitionInto(k, z, qp.transition(k));
        System.arraycopy(defect, shape.stateOffset(k + 1), qp.offset(k), 0, layout.wide());
      }
      sum += terms[k].linearise(z, offset, qp.gradient(k));
      terms[k].lineariseRows(z, offset, rows, shape.rowOffset(k), qp.rows(k));
    }
    return sum;
  }

  private void transitionInto(int k, double[] z, double[] t) {
    int ld = shape.leading(k);
    int from = intervals[k].columns().leading();
    double[] s = intervals[k].sensitivity();
    int[] to = columns[k];
    Arrays.fill(t, 0.0);
    for (int i = 0; i < layout.states; i++) {
      for (int j = 0; j < to.length; j++) {
        t[i * ld + to[j]] = s[i * from + j];
      }
    }
    for (int m = 0; m < layout.remembered.size(); m++) {
      int row = layout.memoryAt() + m;
      t[row * ld + layout.inputsAt() + layout.remembered.get(m).input()] = 1.0;
    }
    int length = layout.lengthColumn(k);
    for (int m = 0; m < layout.inputTotals.size(); m++) {
      int row = (layout.inputTotalsAt() + m) * ld;
      int input = layout.inputsAt() + layout.inputTotals.get(m).input();
      t[row + layout.inputTotalsAt() + m] = 1.0;
      t[row + input] = length(k, z);
      if (length >= 0) {
        t[row + length] = z[shape.variableOffset(k) + input];
      }
    }
    for (int b = 0; b < layout.budgets.size(); b++) {
      budgetRow(k, b, t, (layout.budgetsAt() + b) * ld);
    }
    if (length >= 0) {
      t[layout.lengthAt() * ld + length] = 1.0;
    }
  }

  private void budgetRow(int k, int budget, double[] t, int row) {
    t[row + layout.budgetsAt() + budget] = 1.0;
    int choice = layout.dosesAt();
    for (Grid.Slot slot : layout.grid.doses().get(k)) {
      if (slot.chosen()) {
        if (slot.pulse() == layout.budgets.get(budget)) {
          t[row + choice] = 1.0;
        }
        choice++;
      }
    }
  }

  @Override
  public void curvature(
      double[] z, double[] multipliers, double[] rowPrices, Curvature kind, StageQp qp) {
    boolean exact = kind == Curvature.EXACT;
    for (int k = 0; k <= intervals.length; k++) {
      double[] h = qp.hessian(k);
      int ld = shape.leading(k);
      Arrays.fill(h, 0.0);
      if (k < intervals.length && exact) {
        System.arraycopy(multipliers, shape.stateOffset(k + 1), weights, 0, layout.states);
        scatter(intervals[k].curvature(weights), k, h);
        addTotalsCurvature(k, multipliers, h, ld);
      }
      int offset = shape.variableOffset(k);
      terms[k].addCurvature(z, offset, rowPrices, shape.rowOffset(k), exact, h, ld);
    }
  }

  private void scatter(double[] from, int k, double[] h) {
    int ld = shape.leading(k);
    int leading = intervals[k].columns().leading();
    int[] to = columns[k];
    for (int i = 0; i < to.length; i++) {
      for (int j = 0; j <= i; j++) {
        int row = Math.max(to[i], to[j]);
        int column = Math.min(to[i], to[j]);
        h[row * ld + column] += from[i * leading + j];
      }
    }
  }

  /** Totals of inputs are bilinear in the input and a free length. */
  private void addTotalsCurvature(int k, double[] multipliers, double[] h, int ld) {
    int length = layout.lengthColumn(k);
    for (int m = 0; length >= 0 && m < layout.inputTotals.size(); m++) {
      int input = layout.inputsAt() + layout.inputTotals.get(m).input();
      int row = Math.max(input, length);
      int column = Math.min(input, length);
      h[row * ld + column] += multipliers[shape.stateOffset(k + 1) + layout.inputTotalsAt() + m];
    }
  }
}
