package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopSettings.Measured;
import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the belief up to the tick, from what was done and what was seen. */
final class Beliefs {

  private final LoopSettings settings;
  private final Estimator estimator;

  Beliefs(LoopSettings settings, Estimator estimator) {
    this.settings = settings;
    this.estimator = estimator;
  }

  /** One tick: a promoted model first, then inputs as they were, then the samples in order. */
  void advance(Turn turn) {
    BatchState batch = Objects.requireNonNull(turn.batch);
    InputSchedule applied = Applied.closeTick(settings, turn, batch);
    Model model = turn.twin.model();
    Belief belief = batch.belief();
    if (turn.twin.promoted() != null) {
      model = turn.twin.promoted();
      turn.twin = turn.twin.withModelPromoted(model, null);
      belief = estimator.refilter(belief, model, applied);
    }
    double from = runningFrom(turn, batch);
    if (from > 0 && batch.seen().stream().allMatch(seen -> seen.time() <= 0)) {
      belief = begunAt(Math.min(from, turn.hours()), belief, model);
    }
    List<Measurement> measurements = measurements(turn, batch, model.process().schema(), from);
    for (Measurement measurement : measurements) {
      Correction correction = estimator.observe(belief, model, applied, measurement);
      belief = correction.belief();
      if (!(correction instanceof Correction.Accepted)) {
        turn.store(Rows.correction(measurement, correction, model.process().schema(), turn));
      }
    }
    double now = turn.hours();
    if (now > belief.estimate().time()) {
      belief = estimator.advance(belief, model, applied, now);
    }
    List<Measurement> seen = new ArrayList<>(batch.seen());
    seen.addAll(measurements);
    seen.sort(Comparator.comparingDouble(Measurement::time));
    turn.batch = batch.withApplied(applied).withBeliefSeen(belief, seen);
    Rows.estimate(turn, belief.estimate(), model.process().schema()).forEach(turn::store);
  }

  /** Late samples one by one; of the online ones of the tick the mean of each tag. */
  private List<Measurement> measurements(
      Turn turn, BatchState batch, Schema schema, double runningFrom) {
    List<Measurement> measurements = new ArrayList<>();
    Map<Tag, List<Sample>> online = new TreeMap<>(Comparator.comparing(Tag::name));
    for (Sample sample : turn.readings.fresh()) {
      Measured measured = measured(sample.tag());
      double time = batch.hours(sample.sourceTime());
      boolean before = time < 0 || (time > 0 && time < runningFrom);
      if (measured == null || measured.output() == null || before) {
        continue;
      }
      if (measured.kind() == SampleKind.ONLINE) {
        online.computeIfAbsent(sample.tag(), tag -> new ArrayList<>()).add(sample);
      } else {
        measurements.add(single(schema, measured, time, sample.scalar()));
      }
    }
    for (Map.Entry<Tag, List<Sample>> entry : online.entrySet()) {
      Measured measured = Objects.requireNonNull(measured(entry.getKey()));
      measurements.add(mean(schema, batch, measured, entry.getValue()));
    }
    measurements.sort(Comparator.comparingDouble(Measurement::time));
    return measurements;
  }

  /**
   * What was believed of the inoculum, at the time when the plant began. Were the culture thought
   * to breathe from the command on, a fall of the oxygen that comes half a minute later than
   * foreseen would pass for another oxygen transfer, and the probe for an outlier ever after.
   */
  private Belief begunAt(double hours, Belief inoculum, Model model) {
    Estimate known = inoculum.estimate();
    return estimator.start(model, new Estimate(hours, known.state(), known.covariance()));
  }

  /**
   * When the plant itself began (h), as far as this tick shows. By the clock it takes the start
   * command a while to reach it; until then nothing breathes there, and what its instruments read
   * would talk the estimate out of the inoculum.
   */
  private double runningFrom(Turn turn, BatchState batch) {
    Tag running = settings.plant().running();
    if (running == null) {
      return 0;
    }
    double from = turn.usable(running) < 0.5 ? Double.POSITIVE_INFINITY : 0;
    for (Sample sample : turn.readings.fresh()) {
      if (sample.tag().equals(running) && sample.scalar() < 0.5) {
        from = Math.max(from, Math.nextUp(batch.hours(sample.sourceTime())));
      }
    }
    return from;
  }

  private static Measurement single(Schema schema, Measured measured, double time, double value) {
    int output = Schema.indexOf(schema.outputs(), String.valueOf(measured.output()));
    return new Measurement(
        time, List.of(output), Vec.of(value), Vec.of(measured.deviationAt(value)));
  }

  /**
   * The tick's mean of one tag, at the mean of their times: at the newest one, a reading that falls
   * would seem to fall half a tick late. Each tag is a measurement of its own, so that an
   * implausible value of one does not take the others with it.
   */
  private Measurement mean(Schema schema, BatchState batch, Measured measured, List<Sample> own) {
    double sum = 0;
    double time = 0;
    for (Sample sample : own) {
      sum += sample.scalar();
      time += batch.hours(sample.sourceTime());
    }
    // The deviation is not divided by the root of their number: an instrument's error (drift,
    // calibration, lag) is common to the samples of a tick, and a mean taken for exact is rejected
    // as an outlier.
    return single(schema, measured, time / own.size(), sum / own.size());
  }

  private @Nullable Measured measured(Tag tag) {
    for (Measured measured : settings.measured()) {
      if (measured.tag().equals(tag)) {
        return measured;
      }
    }
    return null;
  }

  void maybeTrain(Turn turn) {
    LoopSettings.Learning learning = settings.learning();
    BatchState batch = Objects.requireNonNull(turn.batch);
    double now = turn.hours();
    boolean due =
        learning.iterations() > 0
            && turn.twin.training() == 0
            && turn.twin.promoted() == null
            && now >= learning.first()
            && now - turn.twin.lastTraining() >= learning.every() - 1e-9;
    if (!due) {
      return;
    }
    long request = turn.planning.request() + 1;
    turn.planning = turn.planning.withRequestAwaited(request, turn.planning.awaited());
    turn.twin = turn.twin.withTrainingLastTraining(request, now);
    turn.add(
        new Effect.Train(
            settings.reactor(),
            request,
            turn.twin.model(),
            new Batch(batch.name(), batch.initial(), batch.applied(), batch.seen()),
            learning.seed() + request,
            learning.iterations()));
  }
}
