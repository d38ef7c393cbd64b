package io.biopilot.twin.expression;

/**
 * A program ready to run. A class, not an interface: a virtual call costs less than an interface
 * call where many implementations are loaded, and generated classes extend it. Stateless, so that
 * threads share it; the scratch memory is the caller's.
 */
abstract class Kernel {

  private final int scratch;

  /**
   * @param scratch doubles of scratch memory that {@link #run} needs
   */
  Kernel(int scratch) {
    this.scratch = scratch;
  }

  /** Doubles of scratch memory that {@link #run} needs. */
  final int scratch() {
    return scratch;
  }

  /** Runs the program on the arrays, in the order of {@link Bank}. */
  abstract void run(
      double[] x,
      double[] p,
      double[] first,
      double[] second,
      double[] result,
      double[] secondResult,
      double[] scratch);
}
