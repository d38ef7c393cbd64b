/**
 * Methods for initial value problems: coefficient tables with their sources, and the steppers that
 * run them.
 *
 * <p>{@link io.biopilot.twin.ode.methods.Tsit5} where a problem is not stiff; {@link
 * io.biopilot.twin.ode.methods.Rodas5P} where it is; {@link io.biopilot.twin.ode.methods.RadauIIA5}
 * below relative tolerances of 1e-8 and as truth; {@link io.biopilot.twin.ode.methods.Kvaerno5} for
 * training on stiff problems; {@link io.biopilot.twin.ode.methods.Bdf} for large or costly fields;
 * {@link io.biopilot.twin.ode.methods.Euler} and {@link io.biopilot.twin.ode.methods.RungeKutta4}
 * with fixed steps; {@link io.biopilot.twin.ode.AutoSwitch} makes one of two.
 *
 * <p>A Runge-Kutta method is a {@link io.biopilot.twin.ode.methods.ButcherTable}, a Rosenbrock
 * method a {@link io.biopilot.twin.ode.methods.RosenbrockTable}; the order conditions of every
 * table are unit-tested. A method describes, its package-private stepper computes; the order of a
 * new one is shown by {@code MethodContract}.
 *
 * <p>May depend on {@code twin.ode} and {@code twin.linalg}.
 */
@NullMarked
package io.biopilot.twin.ode.methods;

import org.jspecify.annotations.NullMarked;
