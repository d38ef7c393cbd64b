package io.biopilot.simulators.serve;

import io.biopilot.simulators.plant.Truth;

/**
 * How a served plant stands.
 *
 * @param tick of lock step; 0 by the clock
 * @param running a batch runs
 * @param fallback the local fallback is active
 * @param seed of the running or last batch
 * @param truth what has truly come of it
 */
public record PlantStatus(long tick, boolean running, boolean fallback, long seed, Truth truth) {}
