/**
 * {@code biopilot model}: a model file on its own. Shows an example, says what a file means,
 * simulates it, and differentiates a fit in three ways.
 *
 * <p>Joins the launcher through {@link io.biopilot.agent.cli.CommandGroup}. Tables are CSV with a
 * header; times in h, every number in the unit the model declares.
 */
@NullMarked
package io.biopilot.agent.cli.model;

import org.jspecify.annotations.NullMarked;
