package io.biopilot.mpc.transcription;

import io.biopilot.mpc.nlp.KktChange;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the optimality conditions of a transcribed problem change with the numbers of its goals:
 * weights, targets, limits, margins, prices and settings.
 *
 * <p>Numbers that lay the grid or decide whether something counts at all (a horizon's length, the
 * time from which a limit holds, an absent limit, what a pump can give) have no derivative and are
 * not {@link #names}. A workspace: one thread; made anew when values change.
 */
public final class GoalDerivatives {

  private final OptimalControlProblem problem;
  private final StageShape shape;
  private final LimitSlopes limits;
  private final List<GoalTerms> terms = new ArrayList<>();
  private final GoalTerms.Numbers numbers;
  private final List<String> names = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>(); // where each name stands among the numbers
  private final double[] stageGradient;
  private final double[] stageRows;
  private final double[] stagePrices;

  /** A place in an array of {@link GoalTerms.Numbers}; -1 for mere limits. */
  private record Entry(int place, int kind) {}

  private static final int WEIGHT = 0;
  private static final int TARGET = 1;
  private static final int MOVE = 2;
  private static final int SETTING = 3;
  private static final int LIMIT_ONLY = -1;

  /**
   * @param values the program's own
   */
  public GoalDerivatives(MultipleShooting program, Values values) {
    problem = program.problem;
    shape = program.shape();
    limits = new LimitSlopes(program, values);
    numbers = new GoalTerms.Numbers(problem);
    int widest = 0;
    int mostRows = 0;
    for (int k = 0; k <= shape.stages(); k++) {
      terms.add(new GoalTerms(problem, program.layout, program.terms[k], k));
      widest = Math.max(widest, shape.variables(k));
      mostRows = Math.max(mostRows, shape.rows(k));
    }
    stageGradient = new double[widest];
    stageRows = new double[mostRows];
    stagePrices = new double[mostRows];
    for (int i = 0; i < problem.costs().size(); i++) {
      CostTerm cost = problem.costs().get(i);
      name(cost.weight(), WEIGHT, i);
      if (cost.kind() == CostTerm.Kind.TRACKING) {
        name(cost.target(), TARGET, i);
      }
    }
    for (InputLimit limit : problem.inputs()) {
      if (!limit.held() && values.of(limit.movePrice()) > 0.0) {
        name(limit.movePrice(), MOVE, limit.input());
      }
    }
    for (int i = 0; i < problem.settings().size(); i++) {
      name(problem.settings().get(i), SETTING, i);
    }
    for (Knob knob : problem.knobs()) {
      if (limits.knows(knob.name())) {
        names.add(knob.name());
        entries.add(new Entry(-1, LIMIT_ONLY));
      }
    }
  }

  private void name(Knob knob, int kind, int place) {
    names.add(knob.name());
    entries.add(new Entry(place, kind));
  }

  /** Numbers that have a derivative, in the order of the vectors below. */
  public List<String> names() {
    return List.copyOf(names);
  }

  private double[] array(int kind) {
    return switch (kind) {
      case WEIGHT -> numbers.weights;
      case TARGET -> numbers.targets;
      case MOVE -> numbers.movePrices;
      case SETTING -> numbers.settings;
      default -> throw new AssertionError(kind);
    };
  }

  /**
   * Adds the change along a direction.
   *
   * @param rowPrices λ(upper) − λ(lower), by row
   * @param direction by {@link #names}
   */
  public void forward(double[] z, double[] rowPrices, double[] direction, KktChange change) {
    numbers.clear();
    for (int i = 0; i < direction.length; i++) {
      Entry entry = entries.get(i);
      if (entry.kind() == LIMIT_ONLY) {
        limits.addChange(names.get(i), direction[i], change);
      } else {
        array(entry.kind())[entry.place()] = direction[i];
      }
    }
    for (int k = 0; k <= shape.stages(); k++) {
      Arrays.fill(stageGradient, 0.0);
      Arrays.fill(stageRows, 0.0);
      int row = shape.rowOffset(k);
      System.arraycopy(rowPrices, row, stagePrices, 0, shape.rows(k));
      int offset = shape.variableOffset(k);
      terms.get(k).addChange(z, offset, stagePrices, numbers, stageGradient, stageRows);
      for (int i = 0; i < shape.variables(k); i++) {
        change.gradient()[offset + i] += stageGradient[i];
      }
      for (int r = 0; r < shape.rows(k); r++) {
        change.rows()[row + r] += stageRows[r];
      }
    }
  }

  /** out (by {@link #names}) ← what each number is worth, given what the changes are worth. */
  public void adjoint(double[] z, double[] rowPrices, KktChange worth, double[] out) {
    numbers.clear();
    for (int k = 0; k <= shape.stages(); k++) {
      int row = shape.rowOffset(k);
      int offset = shape.variableOffset(k);
      System.arraycopy(rowPrices, row, stagePrices, 0, shape.rows(k));
      System.arraycopy(worth.gradient(), offset, stageGradient, 0, shape.variables(k));
      System.arraycopy(worth.rows(), row, stageRows, 0, shape.rows(k));
      terms.get(k).addWorth(z, offset, stagePrices, stageGradient, stageRows, numbers);
    }
    for (int i = 0; i < out.length; i++) {
      Entry entry = entries.get(i);
      out[i] =
          entry.kind() == LIMIT_ONLY
              ? limits.worth(names.get(i), worth)
              : array(entry.kind())[entry.place()];
    }
  }
}
