package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Program.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes the bytecode of one part of a program. */
final class PartWriter {
  private static final int SCRATCH = 6;
  private static final int LOW_BITS = 15;
  private static final String TANH = Tanh.class.getName().replace('.', '/');

  private final MethodVisitor code;
  private final List<Step> steps;
  private final Parts parts;
  private final int[] slots;
  private final int firstArray;
  private final Map<Integer, Integer> locals = new HashMap<>();
  private final Map<Integer, Integer> lastUse = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int nextLocal;

  /**
   * @param slots where a value that crosses parts stands in scratch memory, -1 for others
   * @param firstArray the variable of the first array: 1 after {@code this}, else 0
   */
  PartWriter(MethodVisitor code, List<Step> steps, Parts parts, int[] slots, int firstArray) {
    this.code = code;
    this.steps = steps;
    this.parts = parts;
    this.slots = slots;
    this.firstArray = firstArray;
    this.nextLocal = firstArray + SCRATCH + 1;
  }

  void write(int part) {
    List<Integer> statements = parts.statements().get(part);
    for (int statement : statements) {
      markUses(statement, statement);
    }
    for (int statement : statements) {
      fetchOperands(statement);
      writeStatement(statement);
      release(statement);
    }
  }

  /** Kept operands below a step, through those written in place. */
  private void markUses(int step, int statement) {
    for (int k = 0; k < steps.get(step).op().arity(); k++) {
      int operand = steps.get(step).operand(k);
      if (parts.kept(operand)) {
        lastUse.put(operand, statement);
      } else {
        markUses(operand, statement);
      }
    }
  }

  /** Loads what comes from arrays into variables, before any branch of the statement. */
  private void fetchOperands(int step) {
    for (int k = 0; k < steps.get(step).op().arity(); k++) {
      int operand = steps.get(step).operand(k);
      if (!parts.kept(operand)) {
        fetchOperands(operand);
      } else if (!locals.containsKey(operand)) {
        if (steps.get(operand).op() == Op.LOAD) {
          load(steps.get(operand));
        } else {
          array(SCRATCH);
          push(slots[operand]);
          code.visitInsn(Opcodes.DALOAD);
        }
        keep(operand);
      }
    }
  }

  private void writeStatement(int index) {
    Step step = steps.get(index);
    if (!step.writes()) {
      compute(step);
      int local = keep(index);
      if (slots[index] >= 0) {
        array(SCRATCH);
        push(slots[index]);
        code.visitVarInsn(Opcodes.DLOAD, local);
        code.visitInsn(Opcodes.DASTORE);
      }
      return;
    }
    array(step.bank().argument());
    push(step.index());
    if (step.op() == Op.ACCUMULATE) {
      code.visitInsn(Opcodes.DUP2);
      code.visitInsn(Opcodes.DALOAD);
      value(step.a());
      code.visitInsn(Opcodes.DADD);
    } else {
      value(step.a());
    }
    code.visitInsn(Opcodes.DASTORE);
  }

  private int keep(int step) {
    int local;
    if (free.isEmpty()) {
      local = nextLocal;
      nextLocal += 2;
    } else {
      local = free.pop();
    }
    locals.put(step, local);
    code.visitVarInsn(Opcodes.DSTORE, local);
    return local;
  }

  /** Variables whose last reader was this statement serve again. */
  private void release(int statement) {
    locals
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = lastUse.getOrDefault(entry.getKey(), -1) <= statement;
              if (over) {
                free.push(entry.getValue());
              }
              return over;
            });
  }

  private void value(int index) {
    Integer local = locals.get(index);
    if (local != null) {
      code.visitVarInsn(Opcodes.DLOAD, local);
    } else {
      compute(steps.get(index));
    }
  }

  private void compute(Step step) {
    switch (step.op()) {
      case CONSTANT -> code.visitLdcInsn(step.constant());
      case LOAD -> load(step);
      case RECIPROCAL -> {
        code.visitInsn(Opcodes.DCONST_1);
        value(step.a());
        code.visitInsn(Opcodes.DDIV);
      }
      case LESS -> choose(step, Opcodes.IFGE);
      case AT_MOST -> choose(step, Opcodes.IFGT);
      case GATE -> gate(step);
      default -> {
        for (int k = 0; k < step.op().arity(); k++) {
          value(step.operand(k));
        }
        operate(step.op());
      }
    }
  }

  private void load(Step step) {
    array(step.bank().argument());
    push(step.index());
    code.visitInsn(Opcodes.DALOAD);
  }

  private void push(int number) {
    if (number <= Byte.MAX_VALUE) {
      code.visitIntInsn(Opcodes.BIPUSH, number);
    } else if (number <= Short.MAX_VALUE) {
      code.visitIntInsn(Opcodes.SIPUSH, number);
    } else {
      // not from the pool of constants, which holds 65 535: a Jacobian of 400 states has more
      code.visitIntInsn(Opcodes.SIPUSH, number >> LOW_BITS);
      code.visitIntInsn(Opcodes.BIPUSH, LOW_BITS);
      code.visitInsn(Opcodes.ISHL);
      code.visitIntInsn(Opcodes.SIPUSH, number & Short.MAX_VALUE);
      code.visitInsn(Opcodes.IOR);
    }
  }

  private void array(int bank) {
    code.visitVarInsn(Opcodes.ALOAD, firstArray + bank);
  }

  /** A comparison with NaN takes the other branch, as Java's does. */
  private void choose(Step step, int jumpIfNot) {
    Label otherwise = new Label();
    Label end = new Label();
    value(step.a());
    value(step.b());
    code.visitInsn(Opcodes.DCMPG);
    code.visitJumpInsn(jumpIfNot, otherwise);
    value(step.c());
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(otherwise);
    value(step.d());
    code.visitLabel(end);
  }

  private void gate(Step step) {
    Label open = new Label();
    Label end = new Label();
    value(step.a());
    code.visitInsn(Opcodes.DUP2);
    code.visitInsn(Opcodes.DCONST_0);
    code.visitInsn(Opcodes.DCMPL);
    code.visitJumpInsn(Opcodes.IFNE, open);
    code.visitInsn(Opcodes.POP2);
    code.visitInsn(Opcodes.DCONST_0);
    code.visitJumpInsn(Opcodes.GOTO, end);
    code.visitLabel(open);
    value(step.b());
    code.visitInsn(Opcodes.DMUL);
    code.visitLabel(end);
  }

  private void operate(Op op) {
    switch (op) {
      case ADD -> code.visitInsn(Opcodes.DADD);
      case SUBTRACT -> code.visitInsn(Opcodes.DSUB);
      case MULTIPLY -> code.visitInsn(Opcodes.DMUL);
      case DIVIDE -> code.visitInsn(Opcodes.DDIV);
      case NEGATE -> code.visitInsn(Opcodes.DNEG);
      case POWER -> math("pow", "(DD)D");
      case EXP -> math("exp", "(D)D");
      case LOG -> math("log", "(D)D");
      case SQRT -> math("sqrt", "(D)D");
      case TANH -> code.visitMethodInsn(Opcodes.INVOKESTATIC, TANH, "of", "(D)D", false);
      case ABS -> math("abs", "(D)D");
      case MIN -> math("min", "(DD)D");
      case MAX -> math("max", "(DD)D");
      default -> throw new IllegalStateException(op + " is not an operator");
    }
  }

  private void math(String function, String signature) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/Math", function, signature, false);
  }
}
