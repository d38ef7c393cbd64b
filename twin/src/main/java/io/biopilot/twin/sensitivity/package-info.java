/**
 * Derivatives of a solve: what a loss over a trajectory says about initial state, parameters, input
 * levels, switch times, dose times and amounts.
 *
 * <p>Start with {@link io.biopilot.twin.sensitivity.Adjoint} (the ways to differentiate) and {@link
 * io.biopilot.twin.sensitivity.GradientSolver} (its workspace). A {@link
 * io.biopilot.twin.sensitivity.ParametricField} says how the state moves, an {@link
 * io.biopilot.twin.sensitivity.Experiment} from where and under which {@link
 * io.biopilot.twin.sensitivity.Stimulus}, a {@link io.biopilot.twin.sensitivity.Loss} what is
 * observed and when.
 *
 * <p>A forward solve that fails is an {@link io.biopilot.twin.ode.Outcome}; a backward solve that
 * fails throws, so that there never is a wrong gradient. Times in the problem's unit (h). Depends
 * on {@code twin.ode}, {@code twin.autodiff}, {@code twin.linalg}.
 *
 * <p>References: Hairer, Nørsett and Wanner 1993, §II.6 (adjoint Runge-Kutta steps); Sandu 2006 (On
 * the properties of Runge-Kutta discrete adjoints); Cao et al. 2003 (continuous adjoints); Hiskens
 * and Pai 2000 (saltation at switches).
 */
@NullMarked
package io.biopilot.twin.sensitivity;

import org.jspecify.annotations.NullMarked;
