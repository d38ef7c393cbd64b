package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Program.Step;
import java.util.List;

/** Runs a program step by step: the reference for the generated code, and its stand-in. */
final class Interpreter extends Kernel {
  private final Op[] op;
  private final int[] operands;
  private final double[] constants;
  private final Bank[] bank;
  private final int[] index;

  Interpreter(Program program) {
    super(program.steps().size());
    List<Step> steps = program.steps();
    int n = steps.size();
    op = new Op[n];
    operands = new int[4 * n];
    constants = new double[n];
    bank = new Bank[n];
    index = new int[n];
    for (int i = 0; i < n; i++) {
      Step step = steps.get(i);
      op[i] = step.op();
      for (int k = 0; k < 4; k++) {
        operands[4 * i + k] = Math.max(0, step.operand(k));
      }
      constants[i] = step.constant();
      bank[i] = step.bank();
      index[i] = step.index();
    }
  }

  @Override
  void run(
      double[] x,
      double[] p,
      double[] first,
      double[] second,
      double[] result,
      double[] secondResult,
      double[] scratch) {
    for (int i = 0; i < op.length; i++) {
      double a = scratch[operands[4 * i]];
      switch (op[i]) {
        case CONSTANT -> scratch[i] = constants[i];
        case LOAD -> {
          double[] from =
              switch (bank[i]) {
                case INPUT -> x;
                case PARAMETER -> p;
                case FIRST -> first;
                case SECOND -> second;
                case RESULT -> result;
                case SECOND_RESULT -> secondResult;
              };
          scratch[i] = from[index[i]];
        }
        case STORE -> target(i, result, secondResult)[index[i]] = a;
        case ACCUMULATE -> target(i, result, secondResult)[index[i]] += a;
        default ->
            scratch[i] =
                op[i].apply(
                    a,
                    scratch[operands[4 * i + 1]],
                    scratch[operands[4 * i + 2]],
                    scratch[operands[4 * i + 3]]);
      }
    }
  }

  private double[] target(int i, double[] result, double[] secondResult) {
    return bank[i] == Bank.RESULT ? result : secondResult;
  }
}
