package io.biopilot.agent.loop;

import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples in: what is not a number, bad, unknown or from the future is recorded, not used.
 */
final class Intake {

  private static final Comparator<Sample> BY_TIME_AND_TAG =
      Comparator.comparing(Sample::sourceTime).thenComparing(sample -> sample.tag().name());

  private final LoopSettings settings;
  private final Set<Tag> known = new HashSet<>();

  Intake(LoopSettings settings) {
    this.settings = settings;
    settings.measured().forEach(m -> known.add(m.tag()));
    settings.inputs().forEach(input -> know(input.actual()));
    settings.actuators().forEach(actuated -> know(actuated.actual()));
    settings.dosers().forEach(dosed -> known.add(dosed.lastId()));
    know(settings.plant().running());
    know(settings.plant().fallback());
  }

  private void know(@Nullable Tag tag) {
    if (tag != null) {
      known.add(tag);
    }
  }

  void accept(Turn turn, Sample sample) {
    String problem = problem(turn, sample);
    if (problem != null) {
      turn.store(Rows.rejection(sample, problem, turn.at));
      LoopState.Readings readings = turn.readings;
      boolean shown = known.contains(sample.tag()) && !fromFuture(turn, sample);
      turn.readings =
          new LoopState.Readings(
              shown ? newer(readings.newest(), sample) : readings.newest(),
              readings.usable(),
              readings.fresh(),
              readings.rejected() + 1);
      return;
    }
    LoopState.Readings readings = turn.readings;
    if (!repeated(readings, sample)) {
      List<Sample> fresh = new ArrayList<>(readings.fresh());
      fresh.add(sample);
      turn.readings =
          new LoopState.Readings(
              newer(readings.newest(), sample),
              newer(readings.usable(), sample),
              fresh,
              readings.rejected());
    }
  }

  /**
   * Connections promise to bring a sample at least once: after a reconnect the newest value comes
   * again, and so does what was not acknowledged before. The same value of the same instant is one
   * sample, also when it comes after the tick in which it was used.
   */
  private static boolean repeated(LoopState.Readings readings, Sample sample) {
    Sample newest = readings.newest().get(sample.tag().name());
    return (newest != null && same(newest, sample))
        || readings.fresh().stream().anyMatch(fresh -> same(fresh, sample));
  }

  private static boolean same(Sample one, Sample other) {
    return one.tag().equals(other.tag())
        && one.sourceTime().equals(other.sourceTime())
        && one.quality() == other.quality()
        && one.value().equals(other.value());
  }

  private @Nullable String problem(Turn turn, Sample sample) {
    if (!known.contains(sample.tag())) {
      return "no such tag is configured";
    }
    if (sample.quality() == Quality.BAD) {
      return "its source says that it is bad";
    }
    for (double value : sample.value()) {
      if (!Double.isFinite(value)) {
        return "%s is not a finite number".formatted(value);
      }
    }
    if (fromFuture(turn, sample)) {
      return "its source time lies %.1f s in the future, at most %.1f s are allowed"
          .formatted(
              Hours.between(turn.at, sample.sourceTime()) * 3600,
              settings.timing().future() * 3600);
    }
    return null;
  }

  private boolean fromFuture(Turn turn, Sample sample) {
    return Hours.between(turn.at, sample.sourceTime()) > settings.timing().future();
  }

  private static Map<String, Sample> newer(Map<String, Sample> samples, Sample sample) {
    Sample known = samples.get(sample.tag().name());
    if (known != null && known.sourceTime().isAfter(sample.sourceTime())) {
      return samples;
    }
    Map<String, Sample> next = new HashMap<>(samples);
    next.put(sample.tag().name(), sample);
    return next;
  }

  /** Sorts the tick's samples by (source time, tag) and takes the mean of each online tag. */
  void closeTick(Turn turn) {
    List<Sample> sorted = new ArrayList<>(turn.readings.fresh());
    sorted.sort(BY_TIME_AND_TAG);
    Map<String, Sample> usable = new HashMap<>(turn.readings.usable());
    for (LoopSettings.Measured measured : settings.measured()) {
      List<Sample> own =
          sorted.stream().filter(sample -> sample.tag().equals(measured.tag())).toList();
      if (measured.kind() == SampleKind.ONLINE && own.size() > 1) {
        usable.put(measured.tag().name(), mean(own));
      }
    }
    sorted.forEach(sample -> turn.store(Rows.sensor(sample)));
    turn.readings =
        new LoopState.Readings(turn.readings.newest(), usable, sorted, turn.readings.rejected());
  }

  /** The mean value, at the newest one's time. */
  private static Sample mean(List<Sample> samples) {
    double sum = 0;
    for (Sample sample : samples) {
      sum += sample.scalar();
    }
    Sample newest = samples.get(samples.size() - 1);
    return new Sample(
        newest.tag(),
        List.of(sum / samples.size()),
        newest.sourceTime(),
        newest.receiveTime(),
        newest.quality(),
        newest.kind());
  }
}
