/**
 * {@code biopilot bench mpc}: quadratic programs, the batch bioreactor of do-mpc and its real-time
 * iteration, do-mpc's CSTR with nine scenarios, timed in thread CPU time beside do-mpc, CasADi (its
 * functions C-generated and compiled with gcc) and a Riccati factorisation in C; the gradient of an
 * optimum beside a solve.
 *
 * <p>Start with {@link io.biopilot.bench.mpc.MpcCommand}. Rows have the form of the numeric bench.
 * Peers are in bench/peers; an absent one is named.
 */
@NullMarked
package io.biopilot.bench.mpc;

import org.jspecify.annotations.NullMarked;
