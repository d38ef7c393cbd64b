package io.biopilot.agent.web;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.loop.Answer;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.loop.View;
import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the sequence of views into a {@link BatchRecord}: what is new in a view is added, what was
 * there before is not. Must see every view, in order; {@link #record()} may be called from any
 * thread. After a restart, or for an export, it is shown the views of a replayed journal first.
 */
public final class Recorder implements Consumer<View> {
  /** How far ahead the expectation is kept that is later shown beside what came (h). */
  static final double LEAD_HOURS = 1;

  private static final int EXPECTATIONS = 4_096;

  private final int capacity;
  private final Map<Channel, Instant> newest = new HashMap<>();
  private final Map<Channel, Double> levels = new HashMap<>();
  private final Map<String, TreeMap<Double, Double>> expected = new HashMap<>();
  private final Map<String, Integer> doses = new HashMap<>();
  private volatile BatchRecord record;
  private volatile @Nullable View last;

  /**
   * @param capacity points a channel, see {@link BatchRecord#DEFAULT_CAPACITY}
   */
  public Recorder(int capacity) {
    this.capacity = capacity;
    this.record = new BatchRecord("-", "no batch", Instant.EPOCH, capacity);
  }

  /** The record of the batch that runs, or ran last. */
  public BatchRecord record() {
    return record;
  }

  @Override
  public synchronized void accept(View view) {
    View before = last;
    if (before == null || !sameBatch(before.batch(), view.batch())) {
      begin(view);
    }
    boolean ticked = before == null || view.tick() != before.tick();
    view.variables().forEach(v -> measured(v.name(), v.unit(), v.measured()));
    if (ticked) {
      view.variables().forEach(variable -> estimated(variable, view));
    }
    view.actuators().forEach(actuator -> actuator(actuator, view, ticked));
    view.dosers().forEach(doser -> given(doser, view));
    notes(before, view);
    last = view;
  }

  /**
   * Adds readings that came since the last view, so that none is missing where many samples share a
   * view. Optional; to be called on the thread that {@link #accept} is called on.
   */
  public synchronized void after(LoopState state) {
    View view = last;
    if (view == null) {
      return;
    }
    Map<String, Sample> readings = state.readings().newest();
    for (View.Variable variable : view.variables()) {
      Sample sample = readings.get(variable.name());
      if (sample != null) {
        measured(
            variable.name(),
            variable.unit(),
            new View.Reading(
                sample.scalar(), sample.sourceTime(), sample.quality(), sample.kind()));
      }
    }
  }

  /** Notes what a person asked for and what became of it. */
  public synchronized void answered(OperatorCommand command, Answer answer) {
    View view = last;
    Instant at = view == null ? command.at() : view.at();
    record.note(
        at,
        answer.done() ? "command" : "command refused",
        "%s by %s: %s".formatted(asked(command), command.by(), answer.message()));
  }

  private static String asked(OperatorCommand command) {
    if (command instanceof OperatorCommand.ChangeMode change) {
      return "mode " + change.to();
    }
    if (command instanceof OperatorCommand.SetManual manual) {
      return manual.actuator() + " = " + manual.value();
    }
    if (command instanceof OperatorCommand.GiveDose dose) {
      return "dose of %s = %s".formatted(dose.doser(), dose.amount());
    }
    if (command instanceof OperatorCommand.ChangeGoal goal) {
      return "goal %s = %s".formatted(goal.setting(), goal.value());
    }
    if (command instanceof OperatorCommand.AcknowledgeAlarm acknowledge) {
      return "acknowledge " + acknowledge.alarm();
    }
    return command.getClass().getSimpleName();
  }

  private static boolean sameBatch(View.Batch a, View.Batch b) {
    return a.name().equals(b.name()) && Objects.equals(a.inoculated(), b.inoculated());
  }

  private void begin(View view) {
    Instant inoculated = view.batch().inoculated();
    record =
        new BatchRecord(
            view.reactor(),
            view.batch().name().isEmpty() ? "no batch" : view.batch().name(),
            inoculated == null ? view.at() : inoculated,
            capacity);
    newest.clear();
    levels.clear();
    expected.clear();
    doses.clear();
  }

  private void measured(String name, String unit, View.@Nullable Reading reading) {
    if (reading == null) {
      return;
    }
    Channel channel = new Channel(name, Kind.MEASURED);
    if (!reading.time().equals(newest.put(channel, reading.time()))) {
      record.add(channel, unit, reading.time(), reading.value(), Double.NaN, reading.quality());
    }
  }

  private void estimated(View.Variable variable, View view) {
    double now = view.batch().hours();
    TreeMap<Double, Double> ahead =
        expected.computeIfAbsent(variable.name(), name -> new TreeMap<>());
    Map.Entry<Double, Double> due = ahead.floorEntry(now);
    if (due != null) {
      Channel channel = new Channel(variable.name(), Kind.EXPECTED);
      record.add(channel, variable.unit(), view.at(), due.getValue(), Double.NaN, Quality.GOOD);
      ahead.headMap(now, true).clear();
    }
    View.Gaussian estimate = variable.estimate();
    if (estimate != null) {
      Channel channel = new Channel(variable.name(), Kind.ESTIMATED);
      record.add(
          channel, variable.unit(), view.at(), estimate.mean(), estimate.deviation(), Quality.GOOD);
    }
    if (variable.forecast() != null && ahead.size() < EXPECTATIONS) {
      double then = now + LEAD_HOURS;
      double value = at(variable.forecast().hours(), variable.forecast().mean(), then);
      if (Double.isFinite(value)) {
        ahead.put(then, value);
      }
    }
  }

  /** Linear between the grid's times; NaN outside. */
  private static double at(Vec hours, Vec values, double hour) {
    int end = hours.size() - 1;
    if (end < 1 || !(hour >= hours.get(0)) || !(hour <= hours.get(end))) {
      return Double.NaN;
    }
    int i = 1;
    while (hours.get(i) < hour) {
      i++;
    }
    double share = (hour - hours.get(i - 1)) / (hours.get(i) - hours.get(i - 1));
    return values.get(i - 1) + share * (values.get(i) - values.get(i - 1));
  }

  private void actuator(View.Actuator actuator, View view, boolean ticked) {
    measured(actuator.name(), actuator.unit(), actuator.actual());
    Channel channel = new Channel(actuator.name(), Kind.SETPOINT);
    double setpoint = actuator.setpoint();
    if (!Double.isNaN(setpoint) && (ticked || !Objects.equals(setpoint, levels.get(channel)))) {
      levels.put(channel, setpoint);
      record.add(channel, actuator.unit(), view.at(), setpoint, Double.NaN, Quality.GOOD);
    }
  }

  private void given(View.Doser doser, View view) {
    Instant start = view.batch().inoculated();
    List<View.Level> given = doser.given();
    for (int i = doses.getOrDefault(doser.name(), 0); start != null && i < given.size(); i++) {
      Instant time = start.plusMillis(Math.round(given.get(i).hours() * 3_600_000));
      Channel channel = new Channel(doser.name(), Kind.DOSE);
      record.add(channel, doser.unit(), time, given.get(i).value(), Double.NaN, Quality.GOOD);
    }
    doses.put(doser.name(), given.size());
  }

  private void notes(@Nullable View before, View now) {
    if (before == null) {
      record.note(now.at(), "mode", now.mode().name());
      return;
    }
    if (before.mode() != now.mode()) {
      record.note(now.at(), "mode", before.mode() + " to " + now.mode());
    }
    if (before.batch().phase() != now.batch().phase()) {
      record.note(now.at(), "phase", now.batch().phase().name());
    }
    if (before.controller().source() != now.controller().source()) {
      String reason = now.controller().fallbackReason();
      record.note(
          now.at(),
          "source",
          now.controller().source() + (reason.isEmpty() ? "" : " because " + reason));
    }
    if (before.model().version() != now.model().version()) {
      record.note(
          now.at(),
          "model",
          "version %d (%s) in use".formatted(now.model().version(), now.model().hash()));
    }
    alarmNotes(before, now);
  }

  private void alarmNotes(View before, View now) {
    Map<String, Alarm> known = new HashMap<>();
    before.alarms().forEach(alarm -> known.put(alarm.id(), alarm));
    for (Alarm alarm : now.alarms()) {
      Alarm earlier = known.remove(alarm.id());
      if (earlier == null || !earlier.raised().equals(alarm.raised())) {
        record.note(now.at(), "alarm raised", alarm.id() + ", " + alarm.message());
      } else if (earlier.active() && !alarm.active()) {
        record.note(now.at(), "alarm ended", alarm.id());
      } else if (!earlier.acknowledged() && alarm.acknowledged()) {
        record.note(now.at(), "alarm acknowledged", alarm.id() + " by " + alarm.acknowledgedBy());
      }
    }
    known.values().forEach(gone -> record.note(now.at(), "alarm over", gone.id()));
  }
}
