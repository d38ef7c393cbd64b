/**
 * Belief about the present from late, irregular and partial measurements.
 *
 * <p>Start with {@link io.biopilot.twin.estimation.Estimator}: it advances a belief in time and
 * corrects it at a measurement's own source time, replaying what came after.
 */
@NullMarked
package io.biopilot.twin.estimation;

import org.jspecify.annotations.NullMarked;
