/**
 * A plant and a store in memory: for demonstrations, simulations and tests of everything above the
 * connectors. A product, not a mock: both pass the same contract suites as the real adapters.
 *
 * <p>Read first: {@link io.biopilot.connectors.memory.MemoryPlant} (the far end: publish values,
 * see what was written, cut the line), {@link io.biopilot.connectors.memory.MemoryConnector},
 * {@link io.biopilot.connectors.memory.MemoryHistorian}.
 *
 * <p>How to: {@code var plant = new MemoryPlant(tags); var connector = new MemoryConnector(plant,
 * clock); connector.open(); connector.subscribe(tags, listener); plant.publish(tag, 4.2, now)}.
 *
 * <p>Pure: the clock is an argument, there is no thread; listeners run on the thread that
 * publishes, one at a time.
 */
@NullMarked
package io.biopilot.connectors.memory;

import org.jspecify.annotations.NullMarked;
