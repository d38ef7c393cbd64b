/**
 * Whole batches without servers: a plant and its instruments, driven tick by tick by a callback,
 * hundreds of batches a minute. Training data, benches and studies come from here.
 *
 * <p>Start with {@link io.biopilot.simulators.scenario.BatchRun}; {@link
 * io.biopilot.simulators.scenario.Rig} is what it shares with the servers, so that both show the
 * same values for the same seed and inputs.
 *
 * <p>Units as in {@code simulators.plant}. Pure: no clock, no thread, no socket, no logging.
 */
@NullMarked
package io.biopilot.simulators.scenario;

import org.jspecify.annotations.NullMarked;
