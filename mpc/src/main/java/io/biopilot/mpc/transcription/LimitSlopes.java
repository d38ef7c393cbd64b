package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.KktChange;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** By how much each limit of a transcribed problem moves with each number of its goals. */
final class LimitSlopes {

  /** Parts of a limit. */
  private enum Part {
    LOWER,
    UPPER,
    LINEAR,
    QUADRATIC
  }

  private record Slope(Part part, int limit, double factor) {
    double[] of(KktChange change) {
      return switch (part) {
        case LOWER -> change.lower();
        case UPPER -> change.upper();
        case LINEAR -> change.linear();
        case QUADRATIC -> change.quadratic();
      };
    }
  }

  private final Map<String, List<Slope>> slopes = new LinkedHashMap<>();
  private final OptimalControlProblem problem;
  private final Values values;
  private final Layout layout;
  private final StageShape shape;
  private final Start start;

  LimitSlopes(MultipleShooting program, Values values) {
    this.values = values;
    problem = program.problem;
    layout = program.layout;
    shape = program.shape();
    start = program.start;
    for (int k = 0; k < program.terms.length; k++) {
      StageTerms terms = program.terms[k];
      for (PathConstraint c : terms.bounds) {
        constraint(c, shape.variableOffset(k) + c.state());
      }
      for (int r = 0; r < terms.rows.size(); r++) {
        row(k, terms.rows.get(r), shape.totalVariables() + shape.rowOffset(k) + r);
      }
      if (k < layout.grid.intervals()) {
        inputs(k);
      }
    }
    totals();
  }

  boolean knows(String knob) {
    return slopes.containsKey(knob);
  }

  void addChange(String knob, double d, KktChange change) {
    for (Slope slope : slopes.getOrDefault(knob, List.of())) {
      slope.of(change)[slope.limit()] += slope.factor() * d;
    }
  }

  double worth(String knob, KktChange worth) {
    double sum = 0.0;
    for (Slope slope : slopes.getOrDefault(knob, List.of())) {
      sum += slope.factor() * slope.of(worth)[slope.limit()];
    }
    return sum;
  }

  private void put(Knob knob, Part part, int limit, double factor) {
    if (Double.isFinite(values.of(knob))) {
      slopes
          .computeIfAbsent(knob.name(), name -> new ArrayList<>())
          .add(new Slope(part, limit, factor));
    }
  }

  private void constraint(PathConstraint c, int limit) {
    put(c.lower(), Part.LOWER, limit, 1.0);
    put(c.upper(), Part.UPPER, limit, 1.0);
    put(c.margin(), Part.LOWER, limit, 1.0);
    put(c.margin(), Part.UPPER, limit, -1.0);
    put(c.softness().linear(), Part.LINEAR, limit, 1.0);
    put(c.softness().quadratic(), Part.QUADRATIC, limit, 1.0);
  }

  private void row(int k, StageTerms.Row row, int limit) {
    PathConstraint c = row.constraint();
    if (c != null) {
      constraint(c, limit);
      return;
    }
    for (InputLimit input : problem.inputs()) {
      if (input.input() == row.input()) {
        double window = values.of(input.window());
        double length = layout.grid.length(k);
        double share = Math.min(1.0, length / window);
        double stretch = length < window ? -row.change() / window : 0.0;
        put(input.change(), Part.UPPER, limit, share);
        put(input.change(), Part.LOWER, limit, -share);
        put(input.window(), Part.UPPER, limit, stretch);
        put(input.window(), Part.LOWER, limit, -stretch);
      }
    }
  }

  private void inputs(int k) {
    int offset = shape.variableOffset(k);
    for (InputLimit limit : problem.inputs()) {
      int at = offset + layout.inputsAt() + limit.input();
      // The first move's range may come from the rate limit and the past instead.
      boolean first = k == 0;
      boolean low = first && start.lowest().get(limit.input()) > values.of(limit.lower());
      boolean high = first && start.highest().get(limit.input()) < values.of(limit.upper());
      if (!limit.held() && !low) {
        put(limit.lower(), Part.LOWER, at, 1.0);
      }
      if (!limit.held() && !high) {
        put(limit.upper(), Part.UPPER, at, 1.0);
      }
    }
    if (layout.free && k == 0 && problem.horizon() instanceof Horizon.FreeEnd end) {
      int at = offset + layout.lengthColumn(0);
      put(end.shortest(), Part.LOWER, at, 1.0 / layout.grid.intervals());
      put(end.longest(), Part.UPPER, at, 1.0 / layout.grid.intervals());
    }
  }

  private void totals() {
    int offset = shape.variableOffset(layout.grid.intervals());
    for (int t = 0; t < layout.inputTotals.size(); t++) {
      put(layout.inputTotals.get(t).total(), Part.UPPER, offset + layout.inputTotalsAt() + t, 1.0);
    }
    for (int b = 0; b < layout.budgets.size(); b++) {
      Knob budget = problem.pulses().get(layout.budgets.get(b)).budget();
      put(budget, Part.UPPER, offset + layout.budgetsAt() + b, 1.0);
    }
  }
}
