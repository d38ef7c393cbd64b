package io.biopilot.mpc.transcription;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.OptimalControlProblem;
import java.util.Arrays;

/** How one node's part of the Lagrangian's gradient and its rows change with the goals' numbers. */
final class GoalTerms {

  /** Numbers of the goals, or what they are worth. */
  static final class Numbers {
    final double[] weights; // of the costs, in the problem's order
    final double[] targets; // of the costs
    final double[] movePrices; // of the inputs, in the schema's order
    final double[] settings; // parameters of the expressions: settings, then references

    Numbers(OptimalControlProblem problem) {
      weights = new double[problem.costs().size()];
      targets = new double[problem.costs().size()];
      movePrices = new double[problem.schema().inputs().size()];
      settings = new double[problem.settings().size() + problem.references().size()];
    }

    void clear() {
      Arrays.fill(weights, 0.0);
      Arrays.fill(targets, 0.0);
      Arrays.fill(movePrices, 0.0);
      Arrays.fill(settings, 0.0);
    }
  }

  private static final double[] NONE = {};

  private final OptimalControlProblem problem;
  private final Layout layout;
  private final StageTerms terms;
  private final int stage;
  private final double[] still; // zeros
  private final double[] same; // zeros

  GoalTerms(OptimalControlProblem problem, Layout layout, StageTerms terms, int stage) {
    this.problem = problem;
    this.layout = layout;
    this.terms = terms;
    this.stage = stage;
    still = new double[layout.wide() + layout.controls(stage)];
    same = new double[problem.settings().size() + problem.references().size()];
  }

  /** What a unit of a cost's weight multiplies besides its value. */
  private double span(CostTerm cost) {
    return cost.where() == CostTerm.Where.INTEGRAL ? layout.grid.length(stage) : 1.0;
  }

  /** gradient (over the stage's variables) and rows (of the stage) += change along d. */
  void addChange(
      double[] z, int offset, double[] rowPrices, Numbers d, double[] gradient, double[] rows) {
    for (StageTerms.Cost cost : terms.costs) {
      int index = problem.costs().indexOf(cost.of());
      double weight = d.weights[index] * span(cost.of());
      double value = cost.term().linearise(z, offset);
      double change = cost.term().change(still, 0, d.settings);
      if (cost.tracking()) {
        double miss = value - cost.target();
        double moved = weight * miss + cost.weight() * (change - d.targets[index]);
        cost.term().addGradient(2.0 * moved, gradient, 0);
        mixed(cost.term(), 2.0 * cost.weight() * miss, d, gradient);
      } else {
        cost.term().addGradient(weight, gradient, 0);
        mixed(cost.term(), cost.weight(), d, gradient);
      }
    }
    for (int m = 0; m < terms.movePrices.length; m++) {
      int input = layout.remembered.get(m).input();
      if (last() || d.movePrices[input] == 0.0) {
        continue;
      }
      double slope = 2.0 * d.movePrices[input] * terms.move(z, offset, m);
      gradient[layout.inputsAt() + input] += slope;
      gradient[layout.memoryAt() + m] -= slope;
    }
    for (int r = 0; r < terms.rows.size(); r++) {
      NodeTerm term = terms.rows.get(r).term();
      if (term != null) {
        term.value(z, offset);
        rows[r] += term.change(still, 0, d.settings);
        mixed(term, rowPrices[r], d, gradient);
      }
    }
  }

  private void mixed(NodeTerm term, double scale, Numbers d, double[] gradient) {
    if (scale != 0.0 && d.settings.length > 0) {
      term.addMixed(scale, still, d.settings, 0, gradient, NONE);
    }
  }

  private boolean last() {
    return stage == layout.grid.intervals();
  }

  /** worth += what each number is worth, given what the gradient's and the rows' changes are. */
  void addWorth(
      double[] z, int offset, double[] rowPrices, double[] gbar, double[] rbar, Numbers worth) {
    double[] settings = worth.settings;
    for (StageTerms.Cost cost : terms.costs) {
      int index = problem.costs().indexOf(cost.of());
      double span = span(cost.of());
      double value = cost.term().value(z, offset);
      double slope = cost.term().change(gbar, 0, same);
      if (cost.tracking()) {
        double miss = value - cost.target();
        worth.weights[index] += 2.0 * span * miss * slope;
        worth.targets[index] -= 2.0 * cost.weight() * slope;
        cost.term().addParameterSlope(2.0 * cost.weight() * slope, settings);
        mixedWorth(cost.term(), 2.0 * cost.weight() * miss, gbar, settings);
      } else {
        worth.weights[index] += span * slope;
        mixedWorth(cost.term(), cost.weight(), gbar, settings);
      }
    }
    for (int m = 0; m < terms.movePrices.length && !last(); m++) {
      int input = layout.remembered.get(m).input();
      double change = gbar[layout.inputsAt() + input] - gbar[layout.memoryAt() + m];
      worth.movePrices[input] += 2.0 * terms.move(z, offset, m) * change;
    }
    for (int r = 0; r < terms.rows.size(); r++) {
      NodeTerm term = terms.rows.get(r).term();
      if (term != null) {
        term.value(z, offset);
        term.addParameterSlope(rbar[r], settings);
        mixedWorth(term, rowPrices[r], gbar, settings);
      }
    }
  }

  private void mixedWorth(NodeTerm term, double scale, double[] gbar, double[] settings) {
    if (scale != 0.0 && settings.length > 0) {
      Arrays.fill(still, 0.0);
      term.addMixed(scale, gbar, same, 0, still, settings);
      Arrays.fill(still, 0.0);
    }
  }
}
