/**
 * Batches as data: what was done to a reactor and what its instruments said, at irregular times and
 * in part.
 *
 * <p>Start with {@link io.biopilot.twin.data.Batch}. A {@link io.biopilot.twin.data.Split} keeps
 * what a model was fitted on apart from what it is judged on; whole batches stay on one side.
 *
 * <p>Times in h since inoculation, values in the canonical units of the model's outputs.
 */
@NullMarked
package io.biopilot.twin.data;

import org.jspecify.annotations.NullMarked;
