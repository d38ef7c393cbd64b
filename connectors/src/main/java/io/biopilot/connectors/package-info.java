/**
 * The contract between the agent and the outside world: tags, samples, set-points, commands, and
 * the port {@link io.biopilot.connectors.Connector} that every protocol adapter implements.
 *
 * <p>Values that cross this port are in canonical units; an adapter converts at its edge.
 * Completion is reported by {@link java.util.concurrent.CompletionStage}; a refused or lost write
 * is a value, not an exception.
 */
@NullMarked
package io.biopilot.connectors;

import org.jspecify.annotations.NullMarked;
