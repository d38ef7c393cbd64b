package io.biopilot.twin.sensitivity;

import io.biopilot.twin.linalg.Vec;

/**
 * A sum over observation times of terms that depend on the state there (and perhaps on the inputs,
 * the time and the parameters). Used by one thread at a time.
 */
public interface Loss {

  /** Increasing, within the experiment's span; at a pulse the state before it is observed. */
  Vec times();

  /**
   * The term of one observation, with its derivatives added to xbar and pbar.
   *
   * @param index which of the times
   * @param z the point [states | levels | t]
   * @param p the parameters
   * @param xbar length states; on entry zero
   * @param pbar length parameters; may hold other contributions; empty: not wanted
   */
  double addTerm(int index, double[] z, double[] p, double[] xbar, double[] pbar);
}
