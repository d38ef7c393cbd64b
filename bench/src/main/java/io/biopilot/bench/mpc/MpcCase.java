package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.NumericCase;

/**
 * One subject of the predictive-control bench. Does the work, checks that its answer and the peer's
 * are the same, and gives its rows; a class that implements this is added to {@link MpcCases}.
 */
interface MpcCase extends NumericCase {}
