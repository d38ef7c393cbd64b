/**
 * Fitted models on disk with their provenance. Start with {@link
 * io.biopilot.twin.archive.ParameterFile}.
 *
 * <p>A file names the model it belongs to by hash; it is refused for another one.
 */
@NullMarked
package io.biopilot.twin.archive;

import org.jspecify.annotations.NullMarked;
