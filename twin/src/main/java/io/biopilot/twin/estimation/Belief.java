package io.biopilot.twin.estimation;

/**
 * What an estimator knows; opaque to everyone but the estimator that made it, immutable,
 * serialisable by it.
 */
public interface Belief {
  /** The newest estimate. */
  Estimate estimate();
}
