/**
 * The contract between the agent and the outside world: tags, samples, set-points, commands, and
 * the port {@link io.biopilot.connectors.Connector} that every protocol adapter implements.
 *
 * <p>Values that cross this port are in canonical units; an adapter converts at its edge.
 * Completion is reported by {@link java.util.concurrent.CompletionStage}; a refused or lost write
 * is a value, not an exception.
 *
 * <p>Read first: {@link io.biopilot.connectors.Connector}, {@link io.biopilot.connectors.Sample},
 * {@link io.biopilot.connectors.Historian}. {@link io.biopilot.connectors.Units} and {@link
 * io.biopilot.connectors.Conversion} are the only way from a plant's unit to a canonical one. What
 * cannot become a sample is a {@link io.biopilot.connectors.Notice}, never dropped in silence. This
 * package is pure: it reads no clock and owns no thread; the adapters below it do.
 */
@NullMarked
package io.biopilot.connectors;

import org.jspecify.annotations.NullMarked;
