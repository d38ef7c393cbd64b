package io.biopilot.simulators.plant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a plant needs to go on from where it was, as plain numbers by name.
 *
 * @param plant name of the kind of plant
 * @param numbers finite values, by part
 */
public record PlantImage(String plant, Map<String, List<Double>> numbers) {
  public PlantImage {
    numbers = Map.copyOf(new TreeMap<>(numbers));
  }

  /** The numbers of a part; a missing one means the image is of another plant or version. */
  List<Double> part(String name) {
    List<Double> part = numbers.get(name);
    if (part == null) {
      throw new IllegalArgumentException(
          "the image of plant %s has no part %s, only %s".formatted(plant, name, numbers.keySet()));
    }
    return part;
  }
}
