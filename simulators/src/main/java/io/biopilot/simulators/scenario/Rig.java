package io.biopilot.simulators.scenario;

import io.biopilot.simulators.device.Fault;
import io.biopilot.simulators.device.Instruments;
import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.plant.Answer;
import io.biopilot.simulators.plant.Plant;
import java.util.ArrayList;
import java.util.List;

/**
 * A plant with its instruments, and the plant's clock: seconds since the rig was switched on, of
 * which the batch is a part. One thread at a time.
 */
public final class Rig {

  private final Plant plant;
  private final List<Sensor> sensors;
  private final List<Fault> faults;
  private final int sampleSeconds;
  private Instruments instruments;
  private long clockSeconds;
  private long batchStartSecond;
  private long seed;

  /**
   * @param sampleSeconds from one look at the online instruments to the next (s), a multiple of
   *     {@link Plant#PERIOD_SECONDS}
   */
  public Rig(Plant plant, List<Sensor> sensors, List<Fault> faults, int sampleSeconds) {
    if (sampleSeconds <= 0 || sampleSeconds % Plant.PERIOD_SECONDS != 0) {
      throw new IllegalArgumentException(
          "online samples come every multiple of %d s, not every %d s"
              .formatted(Plant.PERIOD_SECONDS, sampleSeconds));
    }
    this.plant = plant;
    this.sensors = List.copyOf(sensors);
    this.faults = List.copyOf(faults);
    this.sampleSeconds = sampleSeconds;
    this.instruments = new Instruments(this.sensors, this.faults, 0);
  }

  public Plant plant() {
    return plant;
  }

  public List<Sensor> sensors() {
    return sensors;
  }

  /** Seconds since the rig was switched on. */
  public long clockSeconds() {
    return clockSeconds;
  }

  /** What the clock shows at a batch second. */
  public long clockSecondsAt(long batchSecond) {
    return batchStartSecond + batchSecond;
  }

  /** Inoculates; the seed decides the batch's numbers and all noise. */
  public Answer start(long seedOfBatch) {
    Answer answer = plant.start(seedOfBatch);
    if (answer == Answer.TAKEN) {
      seed = seedOfBatch;
      batchStartSecond = clockSeconds;
      instruments = new Instruments(sensors, faults, seedOfBatch);
      instruments.draw(plant);
    }
    return answer;
  }

  /** Looks at the online instruments now. */
  public List<Reading> look() {
    return instruments.online(plant);
  }

  /**
   * Goes on by a multiple of {@link Plant#PERIOD_SECONDS}, with the inputs as they are.
   *
   * @return what became known on the way, in order of time: online readings and late values
   */
  public List<Reading> advance(int seconds) {
    List<Reading> readings = new ArrayList<>();
    for (int done = 0; done < seconds; done += Plant.PERIOD_SECONDS) {
      plant.advance(Plant.PERIOD_SECONDS);
      clockSeconds += Plant.PERIOD_SECONDS;
      instruments.draw(plant);
      if (clockSeconds % sampleSeconds == 0) {
        readings.addAll(look());
      }
      readings.addAll(instruments.due(clockSeconds - batchStartSecond));
    }
    return readings;
  }

  /** Seed of the running or last batch. */
  public long seed() {
    return seed;
  }

  /**
   * Where the rig is.
   *
   * @param seed of the running or last batch
   * @param clockSeconds since it was switched on
   * @param batchStartSecond what the clock showed at inoculation
   */
  public record Position(long seed, long clockSeconds, long batchStartSecond) {}

  public Position position() {
    return new Position(seed, clockSeconds, batchStartSecond);
  }

  public Instruments.Image instruments() {
    return instruments.image();
  }

  /** Goes on from a snapshot; the plant is restored by itself. */
  public void restore(Position position, Instruments.Image image) {
    seed = position.seed();
    clockSeconds = position.clockSeconds();
    batchStartSecond = position.batchStartSecond();
    instruments = new Instruments(sensors, faults, seed);
    instruments.restore(image);
  }
}
