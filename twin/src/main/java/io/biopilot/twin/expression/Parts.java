package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a program is cut for the generator: which steps are kept in a variable, which are written in
 * place of their only use, and where one generated method ends and the next begins.
 *
 * <p>HotSpot never compiles a method of more than 8000 bytecodes, and compiles smaller ones better;
 * the parts aim at {@value #PART_BYTES}.
 */
final class Parts {
  static final int PART_BYTES = 3000;
  private static final int TREE_BYTES = 300;

  private final List<Step> steps;
  private final boolean[] kept;
  private final int[] bytes;
  private final int[] partOf;
  private final List<List<Integer>> statements = new ArrayList<>();

  Parts(Program program) {
    this.steps = program.steps();
    kept = new boolean[steps.size()];
    bytes = new int[steps.size()];
    partOf = new int[steps.size()];
    markKept();
    cut();
  }

  /** Kept steps and writes of each part, in order. */
  List<List<Integer>> statements() {
    return statements;
  }

  /** Whether a step's value lives in a variable; others are written where they are used. */
  boolean kept(int step) {
    return kept[step];
  }

  /** The part that computes a kept step. */
  int partOf(int step) {
    return partOf[step];
  }

  private void markKept() {
    int[] uses = new int[steps.size()];
    for (Step step : steps) {
      for (int k = 0; k < step.op().arity(); k++) {
        uses[step.operand(k)]++;
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      int own = step.op().arity() < 4 ? 4 : 10;
      for (int k = 0; k < step.op().arity(); k++) {
        int operand = step.operand(k);
        own += kept[operand] ? 3 : bytes[operand];
      }
      bytes[i] = own;
      kept[i] = step.op() != Op.CONSTANT && !step.writes() && (uses[i] > 1 || own > TREE_BYTES);
    }
  }

  private void cut() {
    int size = 0;
    Arrays.fill(partOf, -1);
    statements.add(new ArrayList<>());
    for (int i = 0; i < steps.size(); i++) {
      boolean computed = kept[i] && steps.get(i).op() != Op.LOAD;
      if (computed || steps.get(i).writes()) {
        if (size > PART_BYTES) {
          statements.add(new ArrayList<>());
          size = 0;
        }
        size += bytes[i] + 6;
        statements.get(statements.size() - 1).add(i);
        partOf[i] = statements.size() - 1;
      }
    }
  }
}
