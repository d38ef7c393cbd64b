package io.biopilot.mpc.nlp;

/** How a limit stands at a solution. */
enum Standing {
  /** Does not matter. */
  FREE(0, false),
  /** The lower limit holds the value. */
  AT_LOWER(-1, false),
  /** The upper limit holds the value. */
  AT_UPPER(1, false),
  /** A soft lower limit is broken. */
  BELOW(-1, true),
  /** A soft upper limit is broken. */
  ABOVE(1, true);

  /** Sign of the price in the Lagrangian's gradient. */
  final int sign;

  final boolean broken;

  Standing(int sign, boolean broken) {
    this.sign = sign;
    this.broken = broken;
  }

  boolean held() {
    return sign != 0 && !broken;
  }
}
