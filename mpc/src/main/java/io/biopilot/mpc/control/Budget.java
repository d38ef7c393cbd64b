package io.biopilot.mpc.control;

/** How much work a decision may cost. */
public sealed interface Budget {

  /**
   * @return whether work must stop after this many iterations; asked once an iteration
   */
  boolean exhausted(int iterations);

  /** Iterations only: replays exactly. */
  record Iterations(int limit) implements Budget {
    @Override
    public boolean exhausted(int iterations) {
      return iterations >= limit;
    }
  }

  /**
   * Iterations or a deadline on the shell's clock, whichever comes first; the clock is the shell's
   * to give.
   */
  record Deadline(int limit, long nanoDeadline, java.util.function.LongSupplier nanoClock)
      implements Budget {
    @Override
    public boolean exhausted(int iterations) {
      return iterations >= limit || nanoClock.getAsLong() - nanoDeadline >= 0;
    }
  }
}
