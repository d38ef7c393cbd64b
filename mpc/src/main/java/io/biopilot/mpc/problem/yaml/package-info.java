/**
 * The YAML form of a control problem: {@link io.biopilot.mpc.problem.yaml.GoalFile} reads a goal
 * for a model's schema; docs/goal.md describes the form, {@code goal.schema.json} in the resources
 * of this package is its JSON schema.
 *
 * <p>Reading is strict: unknown keys and names are refused, and every error names file, line and
 * column, what stands there and what was expected. Units are those of the model.
 */
@NullMarked
package io.biopilot.mpc.problem.yaml;

import org.jspecify.annotations.NullMarked;
