/**
 * Microbenchmarks on JMH: network kernels, a solver's steps, a gradient, an LU factorisation, a
 * quadratic program and a real-time iteration, each alone. {@code biopilot bench jmh} runs them;
 * the comparison with peers is {@code io.biopilot.bench.numeric}, which JMH cannot start. Read a
 * figure together with its error: the machine is often shared.
 */
@NullMarked
package io.biopilot.bench.jmh;

import org.jspecify.annotations.NullMarked;
