/**
 * {@code biopilot optimize}: plans a whole batch of a user's own model and goal, writes the plan as
 * tables and a picture, and says honestly how good it is.
 *
 * <p>Start with {@link io.biopilot.agent.cli.optimize.OptimizeCommand}; the work is {@link
 * io.biopilot.mpc.control.BatchPlanner}'s. Here are words ({@code PlanWords}), tables ({@code
 * PlanTables}) and the picture: {@code PlanPanels} says what is in it, {@code PanelDrawing} draws
 * one panel, {@code Picture} puts them on a page. Times in h, every number in the unit that the
 * model declares.
 */
@NullMarked
package io.biopilot.agent.cli.optimize;

import org.jspecify.annotations.NullMarked;
