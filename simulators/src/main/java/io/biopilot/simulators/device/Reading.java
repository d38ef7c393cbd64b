package io.biopilot.simulators.device;

import io.biopilot.connectors.Quality;

/**
 * One value that an instrument gave.
 *
 * @param sensor which instrument
 * @param value in the sensor's unit; NaN only under a fault
 * @param drawnSecond plant time at which it was true, or the sample was drawn (s)
 * @param dueSecond plant time at which it is known (s)
 */
public record Reading(
    Sensor sensor, double value, Quality quality, long drawnSecond, long dueSecond) {

  /** When it was true, in hours of plant time. */
  public double drawnHours() {
    return drawnSecond / 3600.0;
  }
}
