/**
 * The kernels of small networks on the Vector API, an incubator module: alone in this Maven module,
 * found by {@link java.util.ServiceLoader} as a {@link io.biopilot.twin.neural.Kernels}. It loads
 * only under {@code --add-modules jdk.incubator.vector}; whoever loads it must be ready for a
 * {@link LinkageError} and must check that it is faster than the plain back end on the machine at
 * hand: a species wider than the machine's vectors is boxed and 25 times slower.
 *
 * <p>{@link io.biopilot.twin.vector.VectorPanels} is the same for the small products of control
 * problems ({@link io.biopilot.twin.linalg.Panels}), equal to plain Java to the last bit.
 *
 * <p>Start with {@link io.biopilot.twin.vector.VectorKernels}. Rows are padded to eight numbers,
 * matrices lie in panels of their columns; every product is "broadcast a scalar, multiply a row of
 * the panel".
 */
@NullMarked
package io.biopilot.twin.vector;

import org.jspecify.annotations.NullMarked;
