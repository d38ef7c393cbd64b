package io.biopilot.twin.expression;

import java.util.List;

/**
 * A node of a {@link Graph}: an operation on other nodes. Two expressions of one graph that are
 * built alike are the same object, so identity is equality. Immutable.
 */
public final class Expression {
  private final int id;
  private final Op op;
  private final List<Expression> operands;
  private final double constant;
  private final Bank bank;
  private final int index;

  Expression(int id, Op op, List<Expression> operands, double constant, Bank bank, int index) {
    this.id = id;
    this.op = op;
    this.operands = operands;
    this.constant = constant;
    this.bank = bank;
    this.index = index;
  }

  public Op op() {
    return op;
  }

  public List<Expression> operands() {
    return operands;
  }

  /** The value, for {@link Op#CONSTANT} only. */
  public double constant() {
    return constant;
  }

  /** The array read, for {@link Op#LOAD} only. */
  public Bank bank() {
    return bank;
  }

  /** The entry read, for {@link Op#LOAD} only. */
  public int index() {
    return index;
  }

  /** Counts up in the order of creation: operands have smaller numbers than what uses them. */
  int id() {
    return id;
  }

  Expression operand(int position) {
    return operands.get(position);
  }

  boolean is(Op other) {
    return op == other;
  }

  boolean isConstant() {
    return op == Op.CONSTANT;
  }

  boolean isConstant(double value) {
    return op == Op.CONSTANT && constant == value;
  }

  /** Prefix form, for tests and messages, e.g. {@code (ADD x0 (MULTIPLY 2.0 p1))}. */
  @Override
  public String toString() {
    if (op == Op.CONSTANT) {
      return Double.toString(constant);
    }
    if (op == Op.LOAD) {
      return switch (bank) {
            case INPUT -> "x";
            case PARAMETER -> "p";
            case FIRST -> "a";
            case SECOND -> "b";
            case RESULT, SECOND_RESULT -> "y";
          }
          + index;
    }
    StringBuilder text = new StringBuilder("(").append(op);
    for (Expression operand : operands) {
      text.append(' ').append(operand);
    }
    return text.append(')').toString();
  }
}
