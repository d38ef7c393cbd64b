/**
 * From functions of time to finitely many variables: direct multiple shooting with exact first and
 * second derivatives.
 *
 * <p>Start with {@link io.biopilot.mpc.transcription.MultipleShooting}; {@link
 * io.biopilot.mpc.transcription.Scheme} says how an interval is integrated and {@link
 * io.biopilot.mpc.transcription.Grid} where the intervals lie. Within an interval the state passes
 * a chain of doses and Runge-Kutta steps, where the time of one dose may be a variable; first
 * derivatives are carried forward, second ones are one backward sweep plus Σ Wᵀ ∇²(μᵀ f) W over the
 * evaluations (forward over reverse, lower triangle). {@link
 * io.biopilot.mpc.transcription.ParameterDerivatives} and {@link
 * io.biopilot.mpc.transcription.GoalDerivatives} say how the optimality conditions change with the
 * model's parameters and the goals.
 *
 * <p>Time in h, inputs constant on an interval. Workspaces belong to one thread; nothing is
 * allocated after they were made. References: Bock and Plitt, IFAC World Congress 1984; Hairer and
 * Wanner 1996, §IV.6; Quirynen et al., Math. Program. 157 (2016) 391.
 */
@NullMarked
package io.biopilot.mpc.transcription;

import org.jspecify.annotations.NullMarked;
