package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Values;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of a transcribed problem by position, their softness and what they stand for. */
public final class Limits {

  /**
   * What a limit is about.
   *
   * @param kind which part of the problem it belongs to
   * @param name of the quantity, e.g. {@code DO}
   * @param stage node
   */
  public record Meaning(Kind kind, String name, int stage) {}

  /** Parts of a problem that limit something. */
  public enum Kind {
    INPUT,
    RATE,
    TOTAL,
    STATE,
    EXPRESSION,
    DOSE,
    MOMENT,
    LENGTH
  }

  private static final double TRIFLE = 1e-4;

  private final OptimalControlProblem problem;
  private final Values values;
  private final Layout layout;
  private final StageShape shape;
  private final StageTerms[] terms;
  private @Nullable String usedUp;

  Limits(
      OptimalControlProblem problem,
      Values values,
      Layout layout,
      StageShape shape,
      StageTerms[] terms) {
    this.problem = problem;
    this.values = values;
    this.layout = layout;
    this.shape = shape;
    this.terms = terms;
  }

  void into(Start start, double[] lower, double[] upper, double[] linear, double[] quadratic) {
    Arrays.fill(lower, Double.NEGATIVE_INFINITY);
    Arrays.fill(upper, Double.POSITIVE_INFINITY);
    Arrays.fill(linear, Double.POSITIVE_INFINITY);
    Arrays.fill(quadratic, 0.0);
    for (int k = 0; k < terms.length; k++) {
      int offset = shape.variableOffset(k);
      // By index here and below: iterators are not always optimised away, and solves allocate
      // nothing.
      for (int b = 0; b < terms[k].bounds.size(); b++) {
        PathConstraint c = terms[k].bounds.get(b);
        lower[offset + c.state()] = StageTerms.lower(c, values);
        upper[offset + c.state()] = StageTerms.upper(c, values);
        linear[offset + c.state()] = values.of(c.softness().linear());
        quadratic[offset + c.state()] = values.of(c.softness().quadratic());
      }
      controls(k, start, lower, upper);
      rows(k, lower, upper, linear, quadratic);
    }
    totals(start, lower, upper);
  }

  /**
   * What is given in the end even if the input is turned down as fast and far as its limits allow,
   * and a trifle of its range, so that something is left to choose.
   */
  private double leastTotal(InputLimit limit, Start start, double[] lower, double[] upper) {
    double sum = start.given().get(limit.input());
    double value = Double.POSITIVE_INFINITY;
    for (int k = 0; k < layout.grid.intervals(); k++) {
      int at = shape.variableOffset(k) + layout.inputsAt() + limit.input();
      double change = Double.POSITIVE_INFINITY;
      for (StageTerms.Row row : terms[k].rows) {
        change = row.memory() >= 0 && row.input() == limit.input() ? row.change() : change;
      }
      boolean free = k == 0 || change == Double.POSITIVE_INFINITY;
      value = free ? lower[at] : Math.max(lower[at], value - change);
      double length = layout.grid.length(k);
      if (problem.horizon() instanceof Horizon.FreeEnd end) {
        length = values.of(end.longest()) / layout.grid.intervals();
      }
      sum += length * (value + TRIFLE * (upper[at] - lower[at]));
    }
    return sum;
  }

  /** Totals never fall, so that the last node's limit is enough. */
  private void totals(Start start, double[] lower, double[] upper) {
    int offset = shape.variableOffset(layout.grid.intervals());
    usedUp = null;
    for (int t = 0; t < layout.inputTotals.size(); t++) {
      InputLimit limit = layout.inputTotals.get(t);
      double least = leastTotal(limit, start, lower, upper);
      if (least >= values.of(limit.total())) {
        usedUp = problem.schema().inputs().get(limit.input()).name();
      }
      upper[offset + layout.inputTotalsAt() + t] = Math.max(values.of(limit.total()), least);
    }
    for (int b = 0; b < layout.budgets.size(); b++) {
      int pulse = layout.budgets.get(b);
      boolean open =
          layout.grid.doses().stream()
              .flatMap(List::stream)
              .anyMatch(slot -> slot.chosen() && slot.pulse() == pulse);
      // Without a dose to choose the limit could not be kept by anything that is left to decide.
      if (open) {
        double budget = values.of(problem.pulses().get(pulse).budget());
        usedUp = start.dosed().get(pulse) >= budget ? pulseName(pulse) : usedUp;
        upper[offset + layout.budgetsAt() + b] = Math.max(budget, start.dosed().get(pulse));
      }
    }
  }

  private void controls(int k, Start start, double[] lower, double[] upper) {
    if (k == layout.grid.intervals()) {
      return;
    }
    int offset = shape.variableOffset(k);
    for (int i = 0; i < problem.inputs().size(); i++) {
      InputLimit limit = problem.inputs().get(i);
      int at = offset + layout.inputsAt() + limit.input();
      if (limit.held()) {
        lower[at] = start.previous().get(limit.input());
        upper[at] = lower[at];
        continue;
      }
      lower[at] = values.of(limit.lower());
      upper[at] = values.of(limit.upper());
      if (k == 0) {
        double low = start.lowest().get(limit.input());
        double high = start.highest().get(limit.input());
        // Where the rate limit and the range exclude each other the range wins.
        lower[at] = Math.min(Math.max(lower[at], low), upper[at]);
        upper[at] = Math.max(Math.min(upper[at], high), lower[at]);
      }
    }
    int at = offset + layout.dosesAt();
    List<Grid.Slot> slots = layout.grid.doses().get(k);
    for (int s = 0; s < slots.size(); s++) {
      Grid.Slot slot = slots.get(s);
      if (slot.chosen()) {
        lower[at] = slot.least();
        upper[at] = slot.most();
        at++;
      }
    }
    for (int s = 0; s < slots.size(); s++) {
      Grid.Slot slot = slots.get(s);
      if (slot.moves()) {
        lower[at] = slot.from();
        upper[at] = slot.to();
      }
    }
    if (layout.free && k == 0 && problem.horizon() instanceof Horizon.FreeEnd end) {
      lower[at] = values.of(end.shortest()) / layout.grid.intervals();
      upper[at] = values.of(end.longest()) / layout.grid.intervals();
    }
  }

  /**
   * The input or dose whose total the past used up by the last {@link #into}, so that what cannot
   * be helped takes its place; null if there is none.
   */
  public @Nullable String usedUp() {
    return usedUp;
  }

  double budget(int pulse) {
    return values.of(problem.pulses().get(pulse).budget());
  }

  private void rows(int k, double[] lower, double[] upper, double[] linear, double[] quadratic) {
    List<StageTerms.Row> rows = terms[k].rows;
    for (int r = 0; r < rows.size(); r++) {
      int at = shape.totalVariables() + shape.rowOffset(k) + r;
      PathConstraint c = rows.get(r).constraint();
      if (c == null) {
        lower[at] = -rows.get(r).change();
        upper[at] = rows.get(r).change();
      } else {
        lower[at] = StageTerms.lower(c, values);
        upper[at] = StageTerms.upper(c, values);
        linear[at] = values.of(c.softness().linear());
        quadratic[at] = values.of(c.softness().quadratic());
      }
    }
  }

  boolean mayRelax(int limit) {
    Kind kind = meaning(limit).kind();
    return kind == Kind.STATE || kind == Kind.EXPRESSION;
  }

  Meaning meaning(int limit) {
    if (limit >= shape.totalVariables()) {
      return meaningOfRow(limit - shape.totalVariables());
    }
    int k = 0;
    while (shape.variableOffset(k + 1) <= limit) {
      k++;
    }
    int i = limit - shape.variableOffset(k);
    if (i < layout.states) {
      PathConstraint c = terms[k].bound(i);
      String name = c == null ? problem.schema().states().get(i).name() : c.name();
      return new Meaning(Kind.STATE, name, k);
    }
    if (i < layout.wide()) {
      return new Meaning(Kind.TOTAL, totalName(i), k);
    }
    if (i < layout.dosesAt()) {
      return new Meaning(
          Kind.INPUT, problem.schema().inputs().get(i - layout.inputsAt()).name(), k);
    }
    if (i == layout.timingColumn(k)) {
      return new Meaning(layout.free ? Kind.LENGTH : Kind.MOMENT, "end", k);
    }
    return new Meaning(Kind.DOSE, doseName(k, i - layout.dosesAt()), k);
  }

  private String totalName(int state) {
    if (state >= layout.budgetsAt() && state < layout.lengthAt()) {
      return pulseName(layout.budgets.get(state - layout.budgetsAt()));
    }
    if (state >= layout.inputTotalsAt() && state < layout.budgetsAt()) {
      InputLimit limit = layout.inputTotals.get(state - layout.inputTotalsAt());
      return problem.schema().inputs().get(limit.input()).name();
    }
    return "bookkeeping";
  }

  private String doseName(int k, int choice) {
    List<Grid.Slot> chosen = layout.grid.doses().get(k).stream().filter(Grid.Slot::chosen).toList();
    return pulseName(chosen.get(choice).pulse());
  }

  private String pulseName(int pulse) {
    return problem.schema().impulses().get(problem.pulses().get(pulse).impulse()).name();
  }

  private Meaning meaningOfRow(int row) {
    int k = 0;
    while (shape.rowOffset(k + 1) <= row) {
      k++;
    }
    StageTerms.Row term = terms[k].rows.get(row - shape.rowOffset(k));
    @Nullable PathConstraint c = term.constraint();
    if (c == null) {
      return new Meaning(Kind.RATE, problem.schema().inputs().get(term.input()).name(), k);
    }
    return new Meaning(Kind.EXPRESSION, c.name(), k);
  }
}
