/**
 * What is wanted of a batch: costs, limits, doses and a horizon, on any {@link
 * io.biopilot.twin.model.ProcessModel}.
 *
 * <p>Start with {@link io.biopilot.mpc.problem.OptimalControlProblem} and its builder, then {@link
 * io.biopilot.mpc.problem.Knob}: every number of a problem is a named knob, so that the operator
 * can change any of them while the batch runs ({@code Goals.settings}). A name that no knob has is
 * an error.
 *
 * <p>Expressions are smooth maps of [states | inputs | impulses | t] (impulses: amounts given at
 * that moment) with the problem's settings and references as parameters. Canonical units: h, L, g,
 * g/L, L/h. Values only; nothing here computes.
 */
@NullMarked
package io.biopilot.mpc.problem;

import org.jspecify.annotations.NullMarked;
