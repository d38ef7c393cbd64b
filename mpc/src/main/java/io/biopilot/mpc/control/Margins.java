package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.mpc.robust.BackOff;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The margins of a plan with back-off, kept for the next one: at each node those of its states,
 * then those of its rows, lower sides before upper ones.
 *
 * <p>Scenarios drift apart from where a plan begins, so that the next plan takes margins over by
 * the time since its beginning. Nodes whose rows are others than those before begin without.
 */
final class Margins {

  private Margins() {}

  /** The margins in force, by node. */
  static List<Vec> of(BackOff backOff, MultipleShooting program) {
    StageShape shape = program.shape();
    List<Vec> nodes = new ArrayList<>();
    for (int k = 0; k <= shape.stages(); k++) {
      int states = shape.states(k);
      int rows = shape.rows(k);
      double[] node = new double[2 * (states + rows)];
      int firstRow = shape.totalVariables() + shape.rowOffset(k);
      System.arraycopy(backOff.below(), shape.variableOffset(k), node, 0, states);
      System.arraycopy(backOff.above(), shape.variableOffset(k), node, states, states);
      System.arraycopy(backOff.below(), firstRow, node, 2 * states, rows);
      System.arraycopy(backOff.above(), firstRow, node, 2 * states + rows, rows);
      nodes.add(Vec.of(node));
    }
    return nodes;
  }

  /** Begins with the margins of an earlier plan, if it has any and they are finite. */
  static void take(PlanMemory guess, MultipleShooting program, BackOff backOff) {
    if (guess.margins().isEmpty() || !guess.margins().stream().allMatch(Vec::isFinite)) {
      return;
    }
    StageShape shape = program.shape();
    Grid grid = program.grid();
    double[] below = new double[shape.totalVariables() + shape.totalRows()];
    double[] above = below.clone();
    double shift = guess.times().get(0) - grid.times().get(0);
    for (int k = 0; k <= shape.stages(); k++) {
      double[] node = at(guess, grid.times().get(k) + shift, 2 * (shape.states(k) + shape.rows(k)));
      int states = shape.states(k);
      int rows = shape.rows(k);
      int firstRow = shape.totalVariables() + shape.rowOffset(k);
      System.arraycopy(node, 0, below, shape.variableOffset(k), states);
      System.arraycopy(node, states, above, shape.variableOffset(k), states);
      System.arraycopy(node, 2 * states, below, firstRow, rows);
      System.arraycopy(node, 2 * states + rows, above, firstRow, rows);
    }
    backOff.begin(below, above);
  }

  /** Linear in time; zeros where the nodes around have other limits. */
  private static double[] at(PlanMemory guess, double time, int size) {
    int k = guess.intervalAt(time);
    double[] node = new double[size];
    if (guess.margins().get(k).size() == size && guess.margins().get(k + 1).size() == size) {
      Arrays.setAll(node, i -> guess.at(guess.margins(), i, time));
    }
    return node;
  }
}
