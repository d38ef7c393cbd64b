/**
 * Vectors, matrices and factorisations.
 *
 * <p>{@link io.biopilot.twin.linalg.Vec} is the immutable value that records carry; kernels take
 * row-major {@code double[]} that they own for the time of a run.
 */
@NullMarked
package io.biopilot.twin.linalg;

import org.jspecify.annotations.NullMarked;
