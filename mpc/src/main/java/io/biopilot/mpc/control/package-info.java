/**
 * From an estimate to a decision within a budget.
 *
 * <p>Start with {@link io.biopilot.mpc.control.Controller} and {@link
 * io.biopilot.mpc.control.Decision}. A controller is never trusted: what it decides passes {@code
 * mpc.safety} before anything is written. {@link io.biopilot.mpc.control.RecedingHorizon} plans by
 * optimisation.
 */
@NullMarked
package io.biopilot.mpc.control;

import org.jspecify.annotations.NullMarked;
