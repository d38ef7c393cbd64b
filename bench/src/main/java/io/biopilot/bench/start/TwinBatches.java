package io.biopilot.bench.start;

import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.scenario.BatchRecord;
import io.biopilot.simulators.scenario.BatchRun;
import io.biopilot.simulators.scenario.Scenario;
import io.biopilot.simulators.scenario.TickRecord;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Simulated batches as a twin may see them: set-points, doses and instrument readings; never the
 * truth.
 */
public final class TwinBatches {

  private static final long FIRST_SEED = 1001;
  private static final int BATCHES = 8;

  /**
   * Instrument readings every so many ticks are enough to fit on: the model's own error, not the
   * noise, decides, and it is correlated over much longer than this.
   */
  private static final int EVERY_TICKS = 15;

  private final ProcessModel model;

  public TwinBatches(ProcessModel model) {
    this.model = model;
  }

  /** The eight recipe batches on which every controller starts. */
  public List<Batch> recipes() {
    List<Batch> batches = new ArrayList<>();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + BATCHES; seed++) {
      batches.add(
          batch(BatchRun.run(Scenario.ecoliInduced(seed), RecipeDesign.drawn(seed).operator())));
    }
    return batches;
  }

  /** One record as a batch of the model. */
  public Batch batch(BatchRecord record) {
    List<Measurement> seen = new ArrayList<>();
    for (TickRecord tick : record.ticks()) {
      for (Reading reading : tick.readings()) {
        boolean online = reading.dueSecond() == reading.drawnSecond();
        if (!online || tick.tick() % EVERY_TICKS == 0) {
          addMeasurement(reading, seen);
        }
      }
    }
    seen.sort(Comparator.comparingDouble(Measurement::time));
    double[] sd = model.initialUncertainty().toArray();
    double[] covariance = new double[sd.length * sd.length];
    for (int i = 0; i < sd.length; i++) {
      covariance[i * sd.length + i] = sd[i] * sd[i];
    }
    Estimate initial = new Estimate(0.0, model.initialState(), Vec.of(covariance));
    return new Batch("seed " + record.scenario().seed(), initial, inputs(record), seen);
  }

  /** Tags are named like the model's outputs; others are left out, and so is what is no number. */
  private void addMeasurement(Reading reading, List<Measurement> seen) {
    int output = Schema.indexOf(model.schema().outputs(), reading.sensor().tag());
    if (output < 0 || !Double.isFinite(reading.value())) {
      return;
    }
    double sd = ModelError.deviation(reading.sensor().tag(), reading.value());
    seen.add(
        new Measurement(
            reading.drawnHours(), List.of(output), Vec.of(reading.value()), Vec.of(sd)));
  }

  /**
   * Levels a tick, in the schema's order: the feed as set, stirrer and air as the plant reports
   * them.
   */
  private InputSchedule inputs(BatchRecord record) {
    List<Quantity> inputs = model.schema().inputs();
    double[] times = new double[record.moves().size()];
    List<Vec> levels = new ArrayList<>();
    List<InputSchedule.TimedImpulse> impulses = new ArrayList<>();
    for (int k = 0; k < times.length; k++) {
      TickRecord tick = record.ticks().get(k);
      times[k] = tick.hours();
      double[] level = new double[inputs.size()];
      for (int i = 0; i < level.length; i++) {
        level[i] = level(inputs.get(i).name(), tick, record.moves().get(k).feed());
      }
      levels.add(Vec.of(level));
      double dose = record.moves().get(k).dose();
      if (dose > 0.0) {
        impulses.add(new InputSchedule.TimedImpulse(tick.hours(), 0, dose));
      }
    }
    return new InputSchedule(Vec.of(times), levels, impulses);
  }

  private static double level(String input, TickRecord tick, double feed) {
    if (input.equals("F")) {
      return feed;
    }
    for (Reading reading : tick.readings()) {
      if (reading.sensor().tag().equals(input)) {
        return reading.value();
      }
    }
    return 0.0;
  }
}
