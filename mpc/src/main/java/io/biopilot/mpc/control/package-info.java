/**
 * From an estimate to a decision within a budget.
 *
 * <p>Start with {@link io.biopilot.mpc.control.Controller} and {@link
 * io.biopilot.mpc.control.Decision}. A controller is never trusted: what it decides passes {@code
 * mpc.safety} before anything is written. {@link io.biopilot.mpc.control.RecedingHorizon} plans by
 * optimisation; {@link io.biopilot.mpc.control.BatchPlanner} plans a whole batch with it and has
 * {@link io.biopilot.mpc.control.PlanChecker} judge the plan by an integration of its own.
 *
 * <p>Doses: {@code PlanGrid} lays the places, one solve with any amounts gives the relaxed bound,
 * {@code DoseRounding} rounds once (running batches) or {@code DoseSearch} looks for doses, amounts
 * and times that the pump can give (whole batches). Times in h, amounts in the impulse's unit.
 */
@NullMarked
package io.biopilot.mpc.control;

import org.jspecify.annotations.NullMarked;
