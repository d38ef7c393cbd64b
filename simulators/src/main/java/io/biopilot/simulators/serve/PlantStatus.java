package io.biopilot.simulators.serve;

import io.biopilot.simulators.plant.Truth;

/**
 * How a served plant stands.
 *
 * @param tick of lock step; 0 by the clock
 * @param running a batch runs
 * @param fallback the local fallback is active
 * @param seed of the running or last batch
 * @param oxygenPercent true dissolved oxygen (% of air saturation)
 * @param feedLPerH the feed pump's speed (L/h)
 * @param truth what has truly come of the batch
 */
public record PlantStatus(
    long tick,
    boolean running,
    boolean fallback,
    long seed,
    double oxygenPercent,
    double feedLPerH,
    Truth truth) {}
