/**
 * What "differentiable" means here: {@link io.biopilot.twin.autodiff.SmoothMap}, the one contract
 * that rate laws, networks and hybrid models meet, and that solvers, adjoints, estimators and
 * controllers rely on.
 *
 * <p>Arrays are row-major {@code double[]}, owned by the caller; a workspace belongs to one thread.
 */
@NullMarked
package io.biopilot.twin.autodiff;

import org.jspecify.annotations.NullMarked;
