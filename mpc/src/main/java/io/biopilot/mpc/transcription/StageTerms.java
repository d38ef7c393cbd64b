package io.biopilot.mpc.transcription;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Values;
import io.biopilot.twin.autodiff.SmoothMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Costs and limited quantities of one node: their values, gradients and curvatures. */
final class StageTerms {

  /** A cost at this node with its weight and target in force. */
  record Cost(CostTerm of, NodeTerm term, boolean tracking, double weight, double target) {}

  /** A general row: an expression, a state, or the difference between an input and the last one. */
  record Row(
      @org.jspecify.annotations.Nullable NodeTerm term,
      int state,
      int input,
      int memory,
      @org.jspecify.annotations.Nullable PathConstraint constraint,
      double change) {}

  private static final double LEAST_ROOM = 1e-7;

  private final Layout layout;
  private final int stage;
  final double[] movePrices; // by remembered input; 0 at the last node
  final List<Cost> costs = new ArrayList<>();
  final List<Row> rows = new ArrayList<>();
  final List<PathConstraint> bounds = new ArrayList<>(); // on states, at most one a state

  StageTerms(OptimalControlProblem problem, Values values, Layout layout, int stage) {
    this.layout = layout;
    this.stage = stage;
    boolean last = stage == layout.grid.intervals();
    movePrices = new double[layout.remembered.size()];
    double[] parameters = parameters(problem, values, layout.grid.times().get(stage));
    for (CostTerm cost : problem.costs()) {
      if (last == (cost.where() == CostTerm.Where.TERMINAL)) {
        addCost(problem, values, cost, parameters);
      }
    }
    for (int m = 0; m < movePrices.length && !last; m++) {
      InputLimit limit = layout.remembered.get(m);
      movePrices[m] = values.of(limit.movePrice());
      double change = values.of(limit.change());
      if (stage > 0 && change < Double.POSITIVE_INFINITY) {
        double share = Math.min(1.0, length(problem, values) / values.of(limit.window()));
        rows.add(new Row(null, -1, limit.input(), m, null, change * share));
      }
    }
    for (PathConstraint constraint : problem.constraints()) {
      if (holds(constraint, values)) {
        addConstraint(problem, constraint, parameters);
      }
    }
  }

  /** Length of the interval (h), the shortest it can become where the end is free. */
  private double length(OptimalControlProblem problem, Values values) {
    return problem.horizon() instanceof Horizon.FreeEnd free
        ? values.of(free.shortest()) / layout.grid.intervals()
        : layout.grid.length(stage);
  }

  private static double[] parameters(OptimalControlProblem problem, Values values, double time) {
    double[] p = new double[problem.settings().size() + problem.references().size()];
    for (int i = 0; i < problem.settings().size(); i++) {
      p[i] = values.of(problem.settings().get(i));
    }
    for (int i = 0; i < problem.references().size(); i++) {
      p[problem.settings().size() + i] = problem.references().get(i).at(time);
    }
    return p;
  }

  private void addCost(
      OptimalControlProblem problem, Values values, CostTerm cost, double[] parameters) {
    double weight = values.of(cost.weight());
    if (cost.where() == CostTerm.Where.INTEGRAL) {
      weight *= layout.grid.length(stage);
    }
    boolean tracking = cost.kind() == CostTerm.Kind.TRACKING;
    double target = tracking ? values.of(cost.target()) : 0.0;
    costs.add(new Cost(cost, term(problem, cost.map(), parameters), tracking, weight, target));
  }

  private boolean holds(PathConstraint constraint, Values values) {
    int end = layout.grid.intervals();
    boolean late = layout.grid.times().get(stage) >= values.of(constraint.from()) - 1e-9;
    if (constraint.where() == PathConstraint.Where.END) {
      return late && stage == end;
    }
    return late && (constraint.map() == null ? stage > 0 : stage < end);
  }

  private void addConstraint(
      OptimalControlProblem problem, PathConstraint constraint, double[] parameters) {
    SmoothMap map = constraint.map();
    if (map != null) {
      NodeTerm term = term(problem, map, parameters);
      rows.add(new Row(term, -1, -1, -1, constraint, 0.0));
    } else if (bounds.stream().noneMatch(other -> other.state() == constraint.state())) {
      bounds.add(constraint);
    } else {
      rows.add(new Row(null, constraint.state(), -1, -1, constraint, 0.0));
    }
  }

  /** The map's input as variables of this stage. */
  private NodeTerm term(OptimalControlProblem problem, SmoothMap map, double[] parameters) {
    int n = map.shape().inputs();
    int[] target = new int[n];
    double[] factor = new double[n];
    double[] constant = new double[n];
    Arrays.fill(target, -1);
    Arrays.fill(factor, 1.0);
    for (int i = 0; i < layout.states; i++) {
      target[i] = i;
    }
    boolean last = stage == layout.grid.intervals();
    if (!last) {
      for (int i = 0; i < layout.inputs; i++) {
        target[layout.states + i] = layout.inputsAt() + i;
      }
      int choice = 0;
      for (Grid.Slot slot : layout.grid.doses().get(stage)) {
        int entry = layout.states + layout.inputs + problem.pulses().get(slot.pulse()).impulse();
        if (slot.chosen()) {
          target[entry] = layout.dosesAt() + choice++;
        } else {
          constant[entry] = slot.amount();
        }
      }
    }
    constant[n - 1] = layout.grid.times().get(stage);
    if (layout.free && stage > 0) {
      target[n - 1] = layout.lengthAt();
      constant[n - 1] = layout.grid.times().get(0);
      factor[n - 1] = stage;
    }
    return new NodeTerm(map, parameters, target, factor, constant);
  }

  double cost(double[] z, int offset) {
    double sum = 0.0;
    for (int i = 0; i < costs.size(); i++) {
      Cost cost = costs.get(i);
      double value = cost.term.value(z, offset);
      double miss = value - cost.target;
      sum += cost.weight * (cost.tracking ? miss * miss : value);
    }
    return sum + moves(z, offset);
  }

  private double moves(double[] z, int offset) {
    double sum = 0.0;
    for (int m = 0; m < movePrices.length; m++) {
      if (movePrices[m] > 0.0) {
        double move = move(z, offset, m);
        sum += movePrices[m] * move * move;
      }
    }
    return sum;
  }

  double move(double[] z, int offset, int memory) {
    int input = layout.inputsAt() + layout.remembered.get(memory).input();
    return z[offset + input] - z[offset + layout.memoryAt() + memory];
  }

  /** The cost; writes its gradient over the stage's variables. */
  double linearise(double[] z, int offset, double[] gradient) {
    Arrays.fill(gradient, 0.0);
    double sum = 0.0;
    for (int i = 0; i < costs.size(); i++) {
      Cost cost = costs.get(i);
      double value = cost.term.linearise(z, offset);
      double miss = value - cost.target;
      sum += cost.weight * (cost.tracking ? miss * miss : value);
      cost.term.addGradient(cost.tracking ? 2.0 * cost.weight * miss : cost.weight, gradient, 0);
    }
    for (int m = 0; m < movePrices.length; m++) {
      if (movePrices[m] > 0.0) {
        double slope = 2.0 * movePrices[m] * move(z, offset, m);
        gradient[layout.inputsAt() + layout.remembered.get(m).input()] += slope;
        gradient[layout.memoryAt() + m] -= slope;
      }
    }
    return sum + moves(z, offset);
  }

  void rowValues(double[] z, int offset, double[] values, int at) {
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      NodeTerm term = row.term;
      values[at + r] = term != null ? term.value(z, offset) : plain(row, z, offset);
    }
  }

  private double plain(Row row, double[] z, int offset) {
    return row.state >= 0 ? z[offset + row.state] : move(z, offset, row.memory);
  }

  void lineariseRows(double[] z, int offset, double[] values, int at, double[] matrix) {
    Arrays.fill(matrix, 0.0);
    int leading = rows.isEmpty() ? 0 : matrix.length / rows.size();
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      NodeTerm term = row.term;
      if (term != null) {
        values[at + r] = term.linearise(z, offset);
        term.addGradient(1.0, matrix, r * leading);
      } else {
        values[at + r] = plain(row, z, offset);
        if (row.state >= 0) {
          matrix[r * leading + row.state] = 1.0;
        } else {
          matrix[r * leading + layout.inputsAt() + row.input] = 1.0;
          matrix[r * leading + layout.memoryAt() + row.memory] = -1.0;
        }
      }
    }
  }

  /** hessian += second derivatives of costs and rows at the last linearisation. */
  void addCurvature(
      double[] z,
      int offset,
      double[] rowPrices,
      int at,
      boolean exact,
      double[] hessian,
      int leading) {
    for (int i = 0; i < costs.size(); i++) {
      Cost cost = costs.get(i);
      if (cost.tracking) {
        cost.term.addOuterProduct(2.0 * cost.weight, hessian, leading);
      }
      if (exact) {
        double miss = cost.term.value(z, offset) - cost.target;
        cost.term.addHessian(
            cost.tracking ? 2.0 * cost.weight * miss : cost.weight, hessian, leading);
      }
    }
    for (int r = 0; r < rows.size() && exact; r++) {
      NodeTerm term = rows.get(r).term;
      if (term != null && rowPrices[at + r] != 0.0) {
        term.value(z, offset);
        term.addHessian(rowPrices[at + r], hessian, leading);
      }
    }
    for (int m = 0; m < movePrices.length; m++) {
      if (movePrices[m] == 0.0) {
        continue; // and at the last node there are no inputs
      }
      int input = layout.inputsAt() + layout.remembered.get(m).input();
      int memory = layout.memoryAt() + m;
      hessian[input * leading + input] += 2.0 * movePrices[m];
      hessian[memory * leading + memory] += 2.0 * movePrices[m];
      hessian[input * leading + memory] -= 2.0 * movePrices[m];
    }
  }

  /** The constraint that bounds a state here, or null. */
  @org.jspecify.annotations.Nullable
  PathConstraint bound(int state) {
    for (PathConstraint constraint : bounds) {
      if (constraint.state() == state) {
        return constraint;
      }
    }
    return null;
  }

  /**
   * The limits in force: with their margins, or their middle where these leave no room. A value
   * that is asked for exactly gets a trifle of room: the quadratic programs hold controls fixed,
   * but states need an inside.
   */
  static double lower(PathConstraint c, Values values) {
    double least = values.of(c.lower());
    double most = values.of(c.upper());
    double margin = values.of(c.margin());
    double room = leastRoom(least, most);
    return least <= most && most - least - 2.0 * margin < room
        ? 0.5 * (least + most) - 0.5 * room
        : least + margin;
  }

  /** The other side of {@link #lower}. */
  static double upper(PathConstraint c, Values values) {
    double least = values.of(c.lower());
    double most = values.of(c.upper());
    double margin = values.of(c.margin());
    double room = leastRoom(least, most);
    return least <= most && most - least - 2.0 * margin < room
        ? 0.5 * (least + most) + 0.5 * room
        : most - margin;
  }

  private static double leastRoom(double least, double most) {
    return LEAST_ROOM * Math.max(1.0, Math.abs(0.5 * (least + most)));
  }
}
