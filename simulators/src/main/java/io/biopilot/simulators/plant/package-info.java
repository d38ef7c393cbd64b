/**
 * The truth: reactors as they really are, with their own local loops and an exact account of what
 * was done to them.
 *
 * <p>Read {@link io.biopilot.simulators.plant.Plant} first, then {@link
 * io.biopilot.simulators.plant.EcoliInduced}. A plant takes its rate laws and numbers from the
 * literature by itself; nothing here is shared with the twin (no rate law, no parameter value, no
 * code), or tests of the twin against the plant would prove nothing.
 *
 * <p>Units: time h (whole seconds inside), volume L, concentrations g/L, flow L/h, rates 1/h,
 * dissolved oxygen in percent of air saturation, stirrer 1/min. Pure: no clock, no thread, no
 * socket, no logging; every random number is a function of a seed, a name and an index.
 *
 * <p>May use {@code twin.linalg} and {@code twin.ode}.
 */
@NullMarked
package io.biopilot.simulators.plant;

import org.jspecify.annotations.NullMarked;
