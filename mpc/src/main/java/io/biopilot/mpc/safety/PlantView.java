package io.biopilot.mpc.safety;

import java.util.Map;

/**
 * What the gate may know of the plant.
 *
 * @param time h since batch start
 * @param readings newest usable reading of each tag it needs, by tag name
 * @param executed newest dose id that the plant says it ran, by doser; absent while never read
 * @param running whether a batch runs
 */
public record PlantView(
    double time, Map<String, Reading> readings, Map<String, ReadBack> executed, boolean running) {
  public PlantView {
    readings = Map.copyOf(readings);
    executed = Map.copyOf(executed);
  }

  /**
   * @param time source time (h since batch start)
   */
  public record Reading(double value, double time) {}

  /**
   * @param lastId newest dose id the plant ran
   * @param time source time of the reading (h since batch start)
   */
  public record ReadBack(long lastId, double time) {}
}
