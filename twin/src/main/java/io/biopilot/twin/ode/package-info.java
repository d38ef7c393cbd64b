/**
 * Initial value problems x' = f(t, x): what is integrated, how a step is made, how big it is, what
 * is kept.
 *
 * <p>Read {@link io.biopilot.twin.ode.Integrator} first, then {@link
 * io.biopilot.twin.ode.VectorField} and {@link io.biopilot.twin.ode.Method}. Five axes, each its
 * own type: the field ({@code VectorField}, {@code InitialValueProblem}), the method ({@code
 * Method}, tables in {@code twin.ode.methods}), the step size ({@code StepControl}, {@code
 * Tolerance}), what is kept ({@code SaveAt}, {@code Solution}, {@code Trajectory}) and who looks on
 * ({@code StepListener}, on which {@code twin.sensitivity} builds adjoints).
 *
 * <p>Conventions: a problem, a method and an integrator are immutable values; a {@link
 * io.biopilot.twin.ode.Workspace} holds all arrays and serves one thread; nothing is allocated
 * after it was made. Time may run backwards (end before start). Failures in the normal course are
 * {@link io.biopilot.twin.ode.Outcome}s. A state saved at the time of a jump is the one before the
 * jump (the sample is drawn, then the dose acts); a jump at the start acts, a jump at the end does
 * not.
 *
 * <p>May depend on {@code twin.linalg} only. References: Hairer, Nørsett, Wanner, Solving Ordinary
 * Differential Equations I (1993); Hairer, Wanner, II (1996); Söderlind, ACM TOMS 29 (2003) 1.
 */
@NullMarked
package io.biopilot.twin.ode;

import org.jspecify.annotations.NullMarked;
