package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm.Priority;
import io.biopilot.agent.alarm.Delay;
import io.biopilot.agent.loop.LoopSettings.Measured;
import io.biopilot.agent.loop.Watch.Text;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Schema;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/**
 * Says which readings are abnormal, once a tick on the tick's means; without a batch none is. A
 * limit's alarm is kept from chattering as ISA-18.2 advises: by a dead band wider than the
 * instrument's noise, and by delays in plant time.
 */
final class ReadingWatch {

  /** Share of a limit by which a value must come back at least before its alarm ends. */
  private static final double DEAD_BAND = 0.02;

  /** The same in standard deviations of one reading; the larger counts. */
  private static final double DEAD_BAND_DEVIATIONS = 2;

  /** Two ticks of a minute in a row, and five back: noise of single readings does neither. */
  private static final Delay ONLINE = new Delay(Duration.ofMinutes(2), Duration.ofMinutes(5));

  private static final MathContext DIGITS = new MathContext(3);

  /** A feed above this has begun (in the model's unit, L/h). */
  private static final double FED = 1e-6;

  private final LoopSettings settings;

  ReadingWatch(LoopSettings settings) {
    this.settings = settings;
  }

  void look(Turn turn) {
    double fedSince = fedSince(turn);
    for (Measured measured : settings.measured()) {
      quality(turn, measured);
      limits(turn, measured, fedSince);
    }
  }

  private static void quality(Turn turn, Measured measured) {
    String name = measured.tag().name();
    Sample newest = turn.readings.newest().get(name);
    Watch.observe(
        turn,
        new Text(
            name + ".bad",
            Priority.LOW,
            "%s is bad, as its source says".formatted(measured.label()),
            "Look at the instrument; the twin goes on without it"),
        turn.running() && newest != null && newest.quality() == Quality.BAD,
        delay(measured));
    Sample usable = turn.readings.usable().get(name);
    double age = usable == null ? turn.hours() : Hours.between(usable.sourceTime(), turn.at);
    Watch.observe(
        turn,
        new Text(
            name + ".stale",
            Priority.MEDIUM,
            "%s: no value for %.0f min".formatted(measured.label(), age * 60),
            "Look at the instrument and its connection"),
        turn.running() && age > measured.staleAfter(),
        Delay.NONE);
  }

  private static void limits(Turn turn, Measured measured, double fedSince) {
    String name = measured.tag().name();
    Sample usable = turn.readings.usable().get(name);
    boolean judged =
        turn.running()
            && usable != null
            && (!measured.onceFed()
                || (turn.batch != null && turn.batch.hours(usable.sourceTime()) > fedSince));
    double value = usable == null ? Double.NaN : usable.scalar();
    String reading = usable == null ? "" : reading(turn, measured, usable);
    double low = measured.lower() + (turn.alarms.active(name + ".low") ? band(measured, true) : 0);
    double high =
        measured.upper() - (turn.alarms.active(name + ".high") ? band(measured, false) : 0);
    Watch.observe(
        turn,
        new Text(
            name + ".low",
            Priority.HIGH,
            beside(reading, value < measured.lower(), "below", number(measured.lower(), measured)),
            "The controller cuts the feed; look at stirrer and air"),
        judged && value < low,
        delay(measured));
    Watch.observe(
        turn,
        new Text(
            name + ".high",
            Priority.MEDIUM,
            beside(reading, value > measured.upper(), "above", number(measured.upper(), measured)),
            "The controller cuts the feed; look at the feed pump"),
        judged && value > high,
        delay(measured));
  }

  /** A value that is back within its limit, but still in the dead band, has been beyond it. */
  private static String beside(String reading, boolean beyond, String side, String limit) {
    return "%s, %s%s %s".formatted(reading, beyond ? "" : "has been ", side, limit);
  }

  /** Samples that come one by one are hours apart: waiting would only hide them. */
  private static Delay delay(Measured measured) {
    return measured.kind() == SampleKind.ONLINE ? ONLINE : Delay.NONE;
  }

  private static double band(Measured measured, boolean lower) {
    double limit = lower ? measured.lower() : measured.upper();
    return Math.max(
        DEAD_BAND * Math.abs(limit), DEAD_BAND_DEVIATIONS * measured.deviationAt(limit));
  }

  private static String reading(Turn turn, Measured measured, Sample sample) {
    String text = "%s is %s".formatted(measured.label(), number(sample.scalar(), measured));
    return measured.kind() == SampleKind.ONLINE
        ? text
        : "%s in the sample of %.0f min ago"
            .formatted(text, Hours.between(sample.sourceTime(), turn.at) * 60);
  }

  private static String number(double value, Measured measured) {
    if (!Double.isFinite(value)) {
      return "nothing";
    }
    String digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    String unit = measured.tag().unit();
    return unit.equals("1") ? digits : digits + " " + unit;
  }

  /**
   * When feeding began (h since inoculation); infinite before. What was drawn earlier says nothing
   * of how the feed is led.
   */
  private double fedSince(Turn turn) {
    if (turn.batch == null || turn.batch.phase() == Phase.BATCH) {
      return Double.POSITIVE_INFINITY;
    }
    Schema schema = turn.twin.model().process().schema();
    InputSchedule applied = turn.batch.applied();
    for (int i = 0; i < applied.times().size(); i++) {
      Vec levels = applied.levels().get(i);
      for (LoopSettings.Actuated actuated : settings.actuators()) {
        String input = actuated.input();
        int index = input == null ? -1 : Schema.indexOf(schema.inputs(), input);
        if (index >= 0 && levels.get(index) > FED) {
          return applied.times().get(i);
        }
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
