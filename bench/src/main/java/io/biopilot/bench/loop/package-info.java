/**
 * {@code biopilot bench loop}: whole batches in closed loop, over the real protocols in lock step,
 * for several controllers on the same seeds, and what can be said of the difference.
 *
 * <p>Read {@link io.biopilot.bench.loop.LoopCommand} first. {@code Campaign} runs what is missing
 * and keeps every batch as a line of a file, so that an interrupted run goes on; {@code Standing}
 * is what one controller reached, under the rule that a batch with more than ten minutes below DO
 * 20 % has failed and its product does not count; {@code Findings} is the table of all, {@code
 * Scatter} its picture. The rules are those of docs/plants.md.
 */
@NullMarked
package io.biopilot.bench.loop;

import org.jspecify.annotations.NullMarked;
