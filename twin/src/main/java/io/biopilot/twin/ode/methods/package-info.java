/**
 * Methods for initial value problems: coefficient tables with their sources, and the steppers that
 * run them.
 *
 * <p>{@link io.biopilot.twin.ode.methods.Tsit5} for problems that are not stiff, {@link
 * io.biopilot.twin.ode.methods.Euler} and {@link io.biopilot.twin.ode.methods.RungeKutta4} with
 * fixed steps. A Runge-Kutta method is a {@link io.biopilot.twin.ode.methods.ButcherTable}; order
 * conditions of every table are unit-tested.
 *
 * <p>May depend on {@code twin.ode} and {@code twin.linalg}.
 */
@NullMarked
package io.biopilot.twin.ode.methods;

import org.jspecify.annotations.NullMarked;
