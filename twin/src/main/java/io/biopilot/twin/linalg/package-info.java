/**
 * Vectors, matrices and factorisations.
 *
 * <p>{@link io.biopilot.twin.linalg.Vec} is the immutable value that records carry. Kernels take
 * {@code double[]} that their caller owns; matrices are row-major. {@link
 * io.biopilot.twin.linalg.Lu}, {@link io.biopilot.twin.linalg.ComplexLu}, {@link
 * io.biopilot.twin.linalg.Cholesky} and {@link io.biopilot.twin.linalg.Qr} are workspaces: they
 * hold the factors, are used again and allocate nothing; a matrix they cannot factorise is a {@code
 * false}. {@link io.biopilot.twin.linalg.Svd}, {@link io.biopilot.twin.linalg.SymmetricEigen} and
 * {@link io.biopilot.twin.linalg.Eigenvalues} are values, with EJML behind them, which is seen here
 * only.
 *
 * <p>{@link io.biopilot.twin.linalg.Panels} are products of small padded matrices, for recursions
 * over stages; the shell may choose another back end than plain Java.
 *
 * <p>May depend on nothing of ours. Reference: Golub and Van Loan, Matrix Computations (2013).
 */
@NullMarked
package io.biopilot.twin.linalg;

import org.jspecify.annotations.NullMarked;
