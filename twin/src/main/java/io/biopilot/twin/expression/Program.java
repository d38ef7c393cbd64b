package io.biopilot.twin.expression;

import java.util.List;

/**
 * A straight line of operations, each used operand before its use: what interpreter and bytecode
 * generator read.
 *
 * @param steps in the order of execution
 */
record Program(List<Step> steps) {

  /**
   * One operation.
   *
   * @param a position of the first operand's step; likewise b, c and d; -1 where there is none
   * @param constant the number of a {@link Op#CONSTANT}
   * @param bank the array of a load, store or accumulate, and index its entry there
   */
  record Step(Op op, int a, int b, int c, int d, double constant, Bank bank, int index) {

    int operand(int position) {
      return switch (position) {
        case 0 -> a;
        case 1 -> b;
        case 2 -> c;
        case 3 -> d;
        default -> throw new IllegalArgumentException("no operand " + position);
      };
    }

    boolean writes() {
      return op == Op.STORE || op == Op.ACCUMULATE;
    }
  }

  /** Where a result goes. */
  record Target(Expression value, Bank bank, int index, boolean accumulated) {}

  Program {
    steps = List.copyOf(steps);
  }

  /** Arithmetic operations: everything but constants, loads and writes. */
  int operations() {
    int count = 0;
    for (Step step : steps) {
      if (step.op() != Op.CONSTANT && step.op() != Op.LOAD && !step.writes()) {
        count++;
      }
    }
    return count;
  }
}
