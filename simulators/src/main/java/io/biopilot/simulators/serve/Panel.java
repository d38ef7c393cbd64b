package io.biopilot.simulators.serve;

import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.plant.Answer;
import io.biopilot.simulators.plant.Input;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.scenario.Rig;
import io.biopilot.simulators.serve.Emission.Late;
import io.biopilot.simulators.serve.Emission.Look;
import io.biopilot.simulators.serve.Emission.TagValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The plant's PLC without a protocol: variables by name, checks of what is written, doses by id,
 * the watchdog of the heartbeat, and the ticks of lock step. One thread at a time.
 */
final class Panel {

  private final Rig rig;
  private final Plant plant;
  private final int sampleSeconds;
  private final boolean lockStep;
  private final Watchdog watchdog = new Watchdog();
  private final Map<PlantTag, TagValue> sensed = new EnumMap<>(PlantTag.class);
  private final long firstSeed;

  private long batches;
  private double doseAmount;
  private long doseIdWritten;
  private long tick;
  private boolean acknowledged;

  Panel(Rig rig, Pace pace, long firstSeed) {
    this.rig = rig;
    this.plant = rig.plant();
    this.sampleSeconds = pace.sampleSeconds();
    this.lockStep = pace instanceof Pace.LockStep;
    this.firstSeed = firstSeed;
    look();
  }

  Rig rig() {
    return rig;
  }

  long tick() {
    return tick;
  }

  /** Writes one variable; wall time is only for the watchdog. */
  WriteStatus write(PlantTag tag, Object value, long wallMillis) {
    if (!tag.kind().writable()) {
      return WriteStatus.READ_ONLY;
    }
    if (!tag.kind().type().isInstance(value)) {
      return WriteStatus.WRONG_TYPE;
    }
    if (value instanceof Double number) {
      return writeNumber(tag, number);
    }
    return value instanceof Long count
        ? writeCount(tag, count, wallMillis)
        : writeBit(tag, (Boolean) value);
  }

  private WriteStatus writeNumber(PlantTag tag, double value) {
    return switch (tag) {
      case FEED_SETPOINT -> status(plant.set(Input.FEED, value));
      case STIRRER_SETPOINT -> status(plant.set(Input.STIRRER, value));
      case AIR_SETPOINT -> status(plant.set(Input.AIR, value));
      case DOSE_AMOUNT -> doseAmount(value);
      default -> throw new AssertionError(tag);
    };
  }

  private WriteStatus doseAmount(double grams) {
    // The amount before must not be run by the id that follows a refused one.
    doseAmount = 0;
    if (!plant.doseable(grams)) {
      return WriteStatus.OUT_OF_RANGE;
    }
    doseAmount = grams;
    return WriteStatus.GOOD;
  }

  private WriteStatus writeCount(PlantTag tag, long value, long wallMillis) {
    return switch (tag) {
      case DOSE_ID -> dose(value);
      case HEARTBEAT -> {
        watchdog.beat(value, wallMillis);
        yield WriteStatus.GOOD;
      }
      case LOCKSTEP_ACK -> acknowledge(value);
      default -> throw new AssertionError(tag);
    };
  }

  private WriteStatus acknowledge(long number) {
    if (!lockStep) {
      return WriteStatus.NOT_NOW;
    }
    acknowledged = number == tick;
    return acknowledged ? WriteStatus.GOOD : WriteStatus.OUT_OF_RANGE;
  }

  private WriteStatus dose(long id) {
    if (id <= plant.lastDoseId()) {
      return WriteStatus.GOOD;
    }
    if (doseAmount == 0) {
      return WriteStatus.OUT_OF_RANGE;
    }
    WriteStatus status = status(plant.dose(id, doseAmount));
    if (status == WriteStatus.GOOD) {
      doseIdWritten = id;
      doseAmount = 0;
    }
    return status;
  }

  private WriteStatus writeBit(PlantTag tag, boolean value) {
    switch (tag) {
      case OXYGEN_LOOP -> plant.oxygenLoop(value);
      case FALLBACK_REARM -> {
        if (value) {
          plant.rearm();
        }
      }
      case BATCH_START -> {
        return batch(value);
      }
      default -> throw new AssertionError(tag);
    }
    return WriteStatus.GOOD;
  }

  private WriteStatus batch(boolean start) {
    if (!start) {
      plant.harvest();
      return WriteStatus.GOOD;
    }
    WriteStatus status = status(rig.start(firstSeed + batches));
    if (status == WriteStatus.GOOD) {
      batches++;
    }
    return status;
  }

  private static WriteStatus status(Answer answer) {
    return switch (answer) {
      case TAKEN, KNOWN_ID -> WriteStatus.GOOD;
      case OUT_OF_RANGE -> WriteStatus.OUT_OF_RANGE;
      case NOT_NOW -> WriteStatus.NOT_NOW;
    };
  }

  /** Since inoculation (h); below 0 or 0 while no batch runs. */
  double batchHours() {
    return plant.batchHours();
  }

  /** Whether the current tick was acknowledged since this was last asked. */
  boolean takeAcknowledgement() {
    boolean taken = acknowledged;
    acknowledged = false;
    return taken;
  }

  /** One tick of lock step; numbered after it is done. */
  Emission tick(int seconds) {
    Emission emission = advance(seconds);
    tick++;
    return new Emission(emission.looks(), emission.late(), tick);
  }

  /** Goes on with the inputs as they are; seconds is a multiple of the plant's period. */
  Emission advance(int seconds) {
    List<Look> looks = new ArrayList<>();
    List<Late> late = new ArrayList<>();
    for (int done = 0; done < seconds; done += Plant.PERIOD_SECONDS) {
      List<Reading> readings = rig.advance(Plant.PERIOD_SECONDS);
      for (Reading reading : readings) {
        if (reading.sensor().kind() == SampleKind.ONLINE) {
          keep(reading);
        } else {
          late.add(new Late(reading, 1000 * rig.clockSecondsAt(reading.drawnSecond())));
        }
      }
      if (rig.clockSeconds() % sampleSeconds == 0) {
        looks.add(new Look(1000 * rig.clockSeconds(), values(readings)));
      }
    }
    return new Emission(looks, late, -1);
  }

  /** Falls back if the heartbeat has stopped by this wall time; true at the moment it does. */
  boolean watch(long wallMillis) {
    if (plant.fallenBack() || !watchdog.expired(wallMillis)) {
      return false;
    }
    plant.fallBack();
    return true;
  }

  private void keep(Reading reading) {
    PlantTag tag = PlantTag.ofSensor(reading.sensor().tag());
    sensed.put(tag, new TagValue(tag, reading.value(), reading.quality()));
  }

  private void look() {
    rig.look().forEach(this::keep);
  }

  /** The online readings in order, then every other sampled variable. */
  private List<TagValue> values(List<Reading> readings) {
    List<TagValue> values = new ArrayList<>();
    for (Reading reading : readings) {
      if (reading.sensor().kind() == SampleKind.ONLINE) {
        PlantTag tag = PlantTag.ofSensor(reading.sensor().tag());
        values.add(new TagValue(tag, reading.value(), reading.quality()));
      }
    }
    for (PlantTag tag : PlantTag.values()) {
      if (tag.sampled() && tag.kind() != PlantTag.Kind.SENSOR) {
        values.add(new TagValue(tag, value(tag), Quality.GOOD));
      }
    }
    return values;
  }

  /** The present value of every variable but the barrier, for readers. */
  List<TagValue> present() {
    List<TagValue> values = new ArrayList<>(sensed.values());
    for (PlantTag tag : PlantTag.values()) {
      if (tag.kind() != PlantTag.Kind.SENSOR && tag != PlantTag.LOCKSTEP_BARRIER) {
        values.add(new TagValue(tag, value(tag), Quality.GOOD));
      }
    }
    return values;
  }

  private Object value(PlantTag tag) {
    return switch (tag) {
      case DOSE_LAST_ID -> plant.lastDoseId();
      case INDUCER_TOTAL -> plant.truth().inducerG();
      case BATCH_RUNNING, BATCH_START -> plant.running();
      case BATCH_TIME -> plant.batchHours();
      case FALLBACK_ACTIVE -> plant.fallenBack();
      case FEED_SETPOINT -> plant.setpoint(Input.FEED);
      case STIRRER_SETPOINT -> plant.setpoint(Input.STIRRER);
      case AIR_SETPOINT -> plant.setpoint(Input.AIR);
      case OXYGEN_LOOP -> plant.oxygenLoop();
      case DOSE_AMOUNT -> doseAmount;
      case DOSE_ID -> doseIdWritten;
      case HEARTBEAT -> watchdog.value();
      case FALLBACK_REARM -> false;
      case LOCKSTEP_ACK -> tick - 1;
      default -> throw new AssertionError(tag);
    };
  }

  /**
   * What a snapshot keeps of the panel itself.
   *
   * @param watchdog value, wall time of the last change (ms) and whether it is armed (1 or 0)
   */
  record Image(long batches, double doseAmount, long doseIdWritten, List<Long> watchdog) {
    Image {
      watchdog = List.copyOf(watchdog);
    }
  }

  Image image() {
    return new Image(batches, doseAmount, doseIdWritten, watchdog.image());
  }

  /** Goes on from a snapshot; the rig is restored before. */
  void restore(Image image) {
    batches = image.batches();
    doseAmount = image.doseAmount();
    doseIdWritten = image.doseIdWritten();
    watchdog.restore(image.watchdog());
    look();
  }
}
