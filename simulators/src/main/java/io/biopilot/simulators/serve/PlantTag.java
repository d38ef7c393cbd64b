package io.biopilot.simulators.serve;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every variable of a reactor, as the OPC UA server names it after the reactor's own name. */
enum PlantTag {
  OXYGEN("DO", Kind.SENSOR, "dissolved oxygen, % of air saturation"),
  BIOMASS("OD", Kind.SENSOR, "biomass by optical density, g/L dry"),
  OXYGEN_UPTAKE("OUR", Kind.SENSOR, "oxygen uptake rate by off-gas, g/(L.h)"),
  CARBON_EVOLUTION("CER", Kind.SENSOR, "carbon dioxide evolution rate by off-gas, g/(L.h)"),
  VOLUME("Volume", Kind.SENSOR, "liquid volume by weight, L"),
  TEMPERATURE("T", Kind.SENSOR, "temperature, degC"),
  ACIDITY("pH", Kind.SENSOR, "pH"),
  STIRRER("N", Kind.SENSOR, "stirrer speed, 1/min"),
  AIR("Q", Kind.SENSOR, "air flow, L/h"),
  FEED_ACTUAL("Feed.Actual", Kind.SENSOR, "feed pump speed, L/h"),
  FEED_TOTAL("Feed.Total", Kind.SENSOR, "feed by the pump's counter, L"),
  DOSE_LAST_ID("Inducer.Dose.LastId", Kind.STATUS_COUNT, "newest id that was run"),
  INDUCER_TOTAL("Inducer.Total", Kind.STATUS_NUMBER, "sum of doses run, g"),
  BATCH_RUNNING("Batch.Running", Kind.STATUS_BIT, "a batch runs"),
  BATCH_TIME("Batch.Time", Kind.STATUS_NUMBER, "time since inoculation, h"),
  FALLBACK_ACTIVE("Fallback.Active", Kind.STATUS_BIT, "local fallback, latched"),
  FEED_SETPOINT("Feed.Setpoint", Kind.SET_NUMBER, "feed pump, 0 to 0.15 L/h"),
  STIRRER_SETPOINT("N.Setpoint", Kind.SET_NUMBER, "stirrer, 300 to 1200 1/min, DO.Loop off"),
  AIR_SETPOINT("Q.Setpoint", Kind.SET_NUMBER, "air, 30 to 120 L/h, DO.Loop off"),
  OXYGEN_LOOP("DO.Loop", Kind.SET_BIT, "the plant's own DO loop holds 30 %"),
  DOSE_AMOUNT("Inducer.Dose.Amount", Kind.SET_NUMBER, "amount of the dose to come, g"),
  DOSE_ID("Inducer.Dose.Id", Kind.SET_COUNT, "a new id runs the dose once"),
  BATCH_START("Batch.Start", Kind.SET_BIT, "true inoculates, false harvests"),
  HEARTBEAT("Heartbeat", Kind.SET_COUNT, "must change each 5 s of real time once it did"),
  FALLBACK_REARM("Fallback.Rearm", Kind.SET_BIT, "true clears the latch"),
  LOCKSTEP_BARRIER("Lockstep.Barrier", Kind.BARRIER, "tick, samples of it sent to this session"),
  LOCKSTEP_ACK("Lockstep.Ack", Kind.SET_COUNT, "tick that is acknowledged; last in its Write");

  /** What a variable is and holds. */
  enum Kind {
    SENSOR,
    STATUS_NUMBER,
    STATUS_COUNT,
    STATUS_BIT,
    SET_NUMBER,
    SET_COUNT,
    SET_BIT,
    BARRIER;

    boolean writable() {
      return this == SET_NUMBER || this == SET_COUNT || this == SET_BIT;
    }

    /** Class of the value: Double, Long, Boolean or Long[]. */
    Class<?> type() {
      return switch (this) {
        case SENSOR, STATUS_NUMBER, SET_NUMBER -> Double.class;
        case STATUS_COUNT, SET_COUNT -> Long.class;
        case STATUS_BIT, SET_BIT -> Boolean.class;
        case BARRIER -> Long[].class;
      };
    }
  }

  private static final Map<String, PlantTag> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(PlantTag::text, Function.identity()));

  private final String text;
  private final Kind kind;
  private final String meaning;

  PlantTag(String text, Kind kind, String meaning) {
    this.text = text;
    this.kind = kind;
    this.meaning = meaning;
  }

  /** The tag of an online sensor. */
  static PlantTag ofSensor(String name) {
    PlantTag tag = BY_NAME.get(name);
    if (tag == null) {
      throw new IllegalArgumentException("no variable for the sensor " + name);
    }
    return tag;
  }

  String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  String meaning() {
    return meaning;
  }

  /** Whether a sample of it belongs to each look at the plant. */
  boolean sampled() {
    return this != LOCKSTEP_BARRIER && this != LOCKSTEP_ACK;
  }
}
