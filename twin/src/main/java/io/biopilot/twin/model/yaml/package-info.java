/**
 * The YAML form of a model: a file becomes a {@link io.biopilot.twin.model.ModelDeclaration} and,
 * checked and compiled, a {@link io.biopilot.twin.model.HybridModel}.
 *
 * <p>Start with {@link io.biopilot.twin.model.yaml.ModelFile}. Reading is strict: unknown keys are
 * refused, and every error names the file, line and column, what stands there, what was expected
 * and what to do. The form is described in docs/model.md and by {@code model.schema.json} in the
 * resources of this package. SnakeYAML Engine is used here for the twin, and nowhere else in it.
 */
@NullMarked
package io.biopilot.twin.model.yaml;

import org.jspecify.annotations.NullMarked;
