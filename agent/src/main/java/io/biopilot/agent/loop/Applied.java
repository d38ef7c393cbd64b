package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopSettings.ModelInput;
import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Tag;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What was really done, as the model's inputs: by read-back where there is one. */
final class Applied {

  /** Times closer than this are one switch (h); sums of ticks are rounded. */
  private static final double SAME_TIME = 1e-9;

  private Applied() {}

  /** Levels at the start of a batch, in the schema's order. */
  static InputSchedule start(LoopSettings settings, Turn turn, Schema schema) {
    double[] levels = new double[schema.inputs().size()];
    for (int i = 0; i < levels.length; i++) {
      ModelInput input = input(settings, schema.inputs().get(i));
      double read = turn.usable(input.actual());
      levels[i] = input.actuator() != null || Double.isNaN(read) ? input.initial() : read;
    }
    return InputSchedule.constant(levels);
  }

  /**
   * The schedule at a tick: over the tick that ends now the means of what was read, from now on the
   * newest reading.
   */
  static InputSchedule closeTick(LoopSettings settings, Turn turn, BatchState batch) {
    InputSchedule applied = batch.applied();
    Schema schema = turn.twin.model().process().schema();
    int last = applied.times().size() - 1;
    Vec tick = applied.levels().get(last);
    Vec next = tick;
    for (int i = 0; i < schema.inputs().size(); i++) {
      Tag actual = input(settings, schema.inputs().get(i)).actual();
      if (actual == null) {
        continue;
      }
      double sum = 0;
      int count = 0;
      double newest = 0;
      for (Sample sample : turn.readings.fresh()) {
        if (sample.tag().equals(actual) && batch.hours(sample.sourceTime()) >= 0) {
          sum += sample.scalar();
          newest = sample.scalar();
          count++;
        }
      }
      if (count > 0) {
        tick = tick.with(i, sum / count);
        next = next.with(i, newest);
      }
    }
    double began = turn.hours() - settings.timing().tick();
    return then(then(applied, began, tick), turn.hours(), next);
  }

  /** From now on the given levels of the actuators that are inputs of the model. */
  static InputSchedule acted(
      LoopSettings settings, Turn turn, BatchState batch, Map<String, Double> levels) {
    InputSchedule applied = batch.applied();
    Schema schema = turn.twin.model().process().schema();
    double now = turn.hours();
    Vec level = applied.levelsAt(now);
    for (int i = 0; i < schema.inputs().size(); i++) {
      String actuator = input(settings, schema.inputs().get(i)).actuator();
      Double written = actuator == null ? null : levels.get(actuator);
      if (written != null) {
        level = level.with(i, written);
      }
    }
    return then(applied, now, level);
  }

  /** The same levels with the doses that were given. */
  static InputSchedule dosed(
      LoopSettings settings, Schema schema, InputSchedule applied, List<LoopState.Given> given) {
    List<TimedImpulse> impulses = new ArrayList<>();
    for (LoopState.Given dose : given) {
      for (LoopSettings.Dosed dosed : settings.dosers()) {
        int impulse = Schema.indexOf(schema.impulses(), dosed.impulse());
        if (dosed.doser().equals(dose.doser()) && impulse >= 0) {
          impulses.add(new TimedImpulse(dose.hours(), impulse, dose.amount()));
        }
      }
    }
    impulses.sort(Comparator.comparingDouble(TimedImpulse::time));
    return new InputSchedule(applied.times(), applied.levels(), impulses);
  }

  private static InputSchedule withLast(InputSchedule applied, Vec level) {
    List<Vec> levels = new ArrayList<>(applied.levels());
    levels.set(levels.size() - 1, level);
    return new InputSchedule(applied.times(), levels, applied.impulses());
  }

  private static InputSchedule then(InputSchedule applied, double time, Vec level) {
    int last = applied.times().size() - 1;
    if (applied.levels().get(last).equals(level)) {
      return applied;
    }
    if (time <= applied.times().get(last) + SAME_TIME) {
      return withLast(applied, level);
    }
    double[] times = new double[applied.times().size() + 1];
    applied.times().copyInto(times, 0);
    times[times.length - 1] = time;
    List<Vec> levels = new ArrayList<>(applied.levels());
    levels.add(level);
    return new InputSchedule(Vec.of(times), levels, applied.impulses());
  }

  private static ModelInput input(LoopSettings settings, Quantity quantity) {
    for (ModelInput input : settings.inputs()) {
      if (input.input().equals(quantity.name())) {
        return input;
      }
    }
    throw new IllegalStateException(
        "the model's input %s has no source in the configuration".formatted(quantity.name()));
  }
}
