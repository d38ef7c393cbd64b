package io.biopilot.twin.expression;

/** The arrays a kernel is given, in the order of its arguments. */
public enum Bank {
  /** The inputs x. */
  INPUT(0),
  /** The parameters p. */
  PARAMETER(1),
  /** First derivative argument: dx, or ȳ. */
  FIRST(2),
  /** Second derivative argument: dp, or v. */
  SECOND(3),
  /** Result: y, dy, x̄, the Jacobian, the Hessian. */
  RESULT(4),
  /** Second result: p̄, or the Jacobian beside the value. */
  SECOND_RESULT(5);

  private final int argument;

  Bank(int argument) {
    this.argument = argument;
  }

  /** Position among the arguments of {@link Kernel#run}, from 0. */
  int argument() {
    return argument;
  }
}
