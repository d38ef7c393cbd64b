/**
 * Small dense networks as smooth maps of inputs and weights, with kernels that allocate nothing.
 *
 * <p>Start with {@link io.biopilot.twin.neural.Network} (the immutable layout; its weights are the
 * parameter vector of the map) and {@link io.biopilot.twin.neural.Activation}. The arithmetic is
 * behind {@link io.biopilot.twin.neural.Kernels}: {@link io.biopilot.twin.neural.PlainKernels} is
 * the default and needs no flags; a Vector API back end lives in its own Maven module and is handed
 * in by the program that starts.
 *
 * <p>Weight layout, layer by layer: the matrix W with inputs × outputs entries, row-major (entry
 * (k, j) leads from input k to output j, so the layer is z = Wᵀa + b), then the bias b. Numbers are
 * dimensionless; {@link io.biopilot.twin.neural.Scaling} leads to and from physical units.
 *
 * <p>Depends on {@code twin.autodiff} and {@code twin.linalg} only. Reference for the fused small
 * kernels: C. Elrod et al., SimpleChains (2022).
 */
@NullMarked
package io.biopilot.twin.neural;

import org.jspecify.annotations.NullMarked;
