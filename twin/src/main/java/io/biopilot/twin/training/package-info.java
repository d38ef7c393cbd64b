/**
 * Fitting models to batches.
 *
 * <p>An {@link io.biopilot.twin.training.Objective} is a smooth function to be made small; an
 * {@link io.biopilot.twin.training.Optimizer} makes it small within a budget and says how it ended.
 * {@link io.biopilot.twin.training.Coordinates} chooses which parameters of a model are free and on
 * which scale.
 *
 * <p>Budgets are iterations, so that training replays exactly. Nothing here reads a clock.
 */
@NullMarked
package io.biopilot.twin.training;

import org.jspecify.annotations.NullMarked;
