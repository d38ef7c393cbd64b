/**
 * {@code biopilot bench numeric}: kernels, solvers and gradients side by side with C, Python and
 * Java peers, in one run and in thread CPU time.
 *
 * <p>A {@link io.biopilot.bench.numeric.NumericCase} measures one subject and returns {@link
 * io.biopilot.bench.numeric.Row}s; {@link io.biopilot.bench.numeric.NumericCases} lists them.
 * {@link io.biopilot.bench.numeric.Session} times our side and starts the peers' side, which lives
 * in {@code bench/peers}. Times are microseconds; a ratio is the peer's time by ours.
 */
@NullMarked
package io.biopilot.bench.numeric;

import org.jspecify.annotations.NullMarked;
