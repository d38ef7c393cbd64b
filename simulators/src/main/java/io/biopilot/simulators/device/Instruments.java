package io.biopilot.simulators.device;

import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.simulators.plant.Plant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All instruments of one reactor at work: they draw samples, hold back what is late, and suffer
 * faults. One thread at a time.
 */
public final class Instruments {

  private static final Comparator<Reading> ORDER =
      Comparator.comparingLong(Reading::dueSecond)
          .thenComparingLong(Reading::drawnSecond)
          .thenComparing(reading -> reading.sensor().tag());

  /** A value that is drawn and not yet known. */
  public record Held(String tag, double value, Quality quality, long drawnSecond, long dueSecond) {}

  /**
   * What a snapshot keeps.
   *
   * @param waiting drawn and not yet known
   * @param onset first value under a fault, by the fault's place in the list
   */
  public record Image(List<Held> waiting, Map<Integer, Double> onset) {
    public Image {
      waiting = List.copyOf(waiting);
      onset = Map.copyOf(onset);
    }
  }

  private final List<Sensor> sensors;
  private final List<Fault> faults;
  private final long seed;
  private final List<Reading> waiting = new ArrayList<>();
  private final Map<Integer, Double> onset = new HashMap<>();

  public Instruments(List<Sensor> sensors, List<Fault> faults, long seed) {
    this.sensors = List.copyOf(sensors);
    this.faults = List.copyOf(faults);
    this.seed = seed;
    for (Fault fault : this.faults) {
      sensor(fault.tag());
    }
  }

  private Sensor sensor(String tag) {
    return sensors.stream()
        .filter(sensor -> sensor.tag().equals(tag))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no instrument %s; there are %s"
                        .formatted(tag, sensors.stream().map(Sensor::tag).toList())));
  }

  public List<Sensor> sensors() {
    return sensors;
  }

  /** Reads every online instrument now. */
  public List<Reading> online(Plant plant) {
    List<Reading> readings = new ArrayList<>(sensors.size());
    for (Sensor sensor : sensors) {
      if (sensor.kind() == SampleKind.ONLINE) {
        readings.addAll(distorted(look(sensor, plant)));
      }
    }
    return withDue(readings, plant.batchSeconds());
  }

  /** Online readings that a fault makes late wait with the others. */
  private List<Reading> withDue(List<Reading> readings, long now) {
    List<Reading> known = new ArrayList<>(readings.size());
    for (Reading reading : readings) {
      if (reading.dueSecond() > now) {
        waiting.add(reading);
      } else {
        known.add(reading);
      }
    }
    return known;
  }

  /** Draws the at-line and offline samples whose time is now; to be called at least each period. */
  public void draw(Plant plant) {
    for (Sensor sensor : sensors) {
      if (sensor.kind() != SampleKind.ONLINE
          && plant.running()
          && sensor.schedule().samplesAt(plant.batchSeconds())) {
        waiting.addAll(distorted(look(sensor, plant)));
      }
    }
  }

  /** Takes out what is known by now, oldest first. */
  public List<Reading> due(long second) {
    List<Reading> due = new ArrayList<>();
    for (Reading reading : waiting) {
      if (reading.dueSecond() <= second) {
        due.add(reading);
      }
    }
    waiting.removeAll(due);
    due.sort(ORDER);
    return due;
  }

  private Reading look(Sensor sensor, Plant plant) {
    long now = plant.batchSeconds();
    double value = sensor.read(plant.value(sensor.quantity()), seed, now);
    return new Reading(sensor, value, Quality.GOOD, now, now + sensor.schedule().lateSeconds());
  }

  private List<Reading> distorted(Reading good) {
    List<Reading> readings = List.of(good);
    for (int i = 0; i < faults.size(); i++) {
      Fault fault = faults.get(i);
      if (fault.acts(good.sensor().tag(), good.drawnSecond())) {
        List<Reading> worse = new ArrayList<>();
        for (Reading reading : readings) {
          double first = onset.computeIfAbsent(i, at -> reading.value());
          worse.addAll(fault.distort(reading, first, seed));
        }
        readings = worse;
      }
    }
    return readings;
  }

  public Image image() {
    List<Held> held = new ArrayList<>(waiting.size());
    for (Reading one : waiting) {
      held.add(
          new Held(
              one.sensor().tag(), one.value(), one.quality(), one.drawnSecond(), one.dueSecond()));
    }
    return new Image(held, onset);
  }

  /** Goes on from an image made with the same sensors and faults. */
  public void restore(Image image) {
    waiting.clear();
    for (Held one : image.waiting()) {
      waiting.add(
          new Reading(
              sensor(one.tag()), one.value(), one.quality(), one.drawnSecond(), one.dueSecond()));
    }
    onset.clear();
    onset.putAll(image.onset());
  }
}
