package io.biopilot.twin.expression;

/** The operations of expressions and of the programs made from them. */
public enum Op {
  /** A number. */
  CONSTANT(0),
  /** An entry of one of the arrays a kernel is given. */
  LOAD(0),
  ADD(2),
  SUBTRACT(2),
  MULTIPLY(2),
  NEGATE(1),
  /** 1 / a. */
  RECIPROCAL(1),
  /** a to the power b. */
  POWER(2),
  EXP(1),
  LOG(1),
  SQRT(1),
  TANH(1),
  MIN(2),
  MAX(2),
  ABS(1),
  /** a &lt; b ? c : d; both branches are evaluated. */
  LESS(4),
  /** a ≤ b ? c : d; both branches are evaluated. */
  AT_MOST(4),
  /** a · b, and zero where a is zero even if b is not finite: an adjoint into an idle branch. */
  GATE(2),
  /** a / b; in programs only, where the reciprocal has no other use. */
  DIVIDE(2),
  /** Writes a; in programs only. */
  STORE(1),
  /** Adds a to what is there; in programs only. */
  ACCUMULATE(1);

  private final int arity;

  Op(int arity) {
    this.arity = arity;
  }

  /** Number of operands. */
  public int arity() {
    return arity;
  }

  /** The value for operands a, b, c, d, of which the arity says how many count. */
  double apply(double a, double b, double c, double d) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case NEGATE -> -a;
      case RECIPROCAL -> 1.0 / a;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      case EXP -> Math.exp(a);
      case LOG -> Math.log(a);
      case SQRT -> Math.sqrt(a);
      case TANH -> Tanh.of(a);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case ABS -> Math.abs(a);
      case LESS -> a < b ? c : d;
      case AT_MOST -> a <= b ? c : d;
      case GATE -> a == 0.0 ? 0.0 : a * b;
      case CONSTANT, LOAD, STORE, ACCUMULATE ->
          throw new IllegalStateException(this + " computes nothing");
    };
  }
}
