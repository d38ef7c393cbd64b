/**
 * Process models: states, inputs, impulses, outputs and parameters with their units, declared once
 * and used by simulation, training, estimation, control and analysis.
 *
 * <p>Start with {@link io.biopilot.twin.model.ProcessModel} and {@link
 * io.biopilot.twin.model.Schema}. Units are canonical: h, L, g, g/L, 1/h, L/h, degC, % air
 * saturation.
 */
@NullMarked
package io.biopilot.twin.model;

import org.jspecify.annotations.NullMarked;
