package io.biopilot.mpc.safety;

import io.biopilot.mpc.safety.Ledger.Track;
import io.biopilot.mpc.safety.Ruling.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rules on what may be written. Immutable; the same arguments give the same ruling.
 *
 * <p>Order, the later one wins: not a number → range → rate → freshness, interlocks, HOLD → volume.
 * What protects (HOLD, a stale reading, an interlock, a full reactor) acts at once; the rate limit
 * holds for what is wished for. A batch that does not run has every safe value and no dose.
 */
public final class SafetyGate {

  /** Slack on times (h) and values, against rounding of sums of ticks. */
  static final double EPSILON = 1e-9;

  private final Limits limits;
  private final DoseGate doses;

  public SafetyGate(Limits limits) {
    this.limits = limits;
    this.doses = new DoseGate(limits);
  }

  public Limits limits() {
    return limits;
  }

  /**
   * The ruling on a proposal. Total: any proposal, also one made of nonsense, has one.
   *
   * @param totals as handed back by the last ruling
   */
  public Ruling rule(Ledger totals, Mode mode, Proposal proposal, PlantView now) {
    List<Change> changes = new ArrayList<>();
    double time = Math.max(now.time(), totals.time());
    Ledger ledger = elapsed(totals, time);
    String stop = reasonToStop(mode, now, time);
    double room = room(ledger, now);

    Map<String, Double> levels = new TreeMap<>();
    Map<String, Track> tracks = new TreeMap<>(ledger.tracks());
    for (Envelope envelope : limits.envelopes()) {
      double wish = proposal.levels().getOrDefault(envelope.actuator(), Double.NaN);
      boolean named = proposal.levels().containsKey(envelope.actuator());
      Verdict verdict = wished(envelope, wish, named, ledger);
      verdict = protect(envelope, verdict, stop, now);
      verdict = fit(envelope, verdict, ledger, room);
      if (!Double.isNaN(verdict.value())) {
        levels.put(envelope.actuator(), verdict.value());
        tracks.put(envelope.actuator(), tracked(envelope, verdict, tracks, time));
        if (envelope.liquid()) {
          room -= verdict.value() * limits.volume().ahead();
        }
      }
      if (named && !verdict.reason().isEmpty() && verdict.value() != wish) {
        changes.add(new Change(envelope.actuator(), wish, verdict.value(), verdict.reason()));
      }
    }
    Ledger ruled = new Ledger(time, ledger.volume(), tracks, ledger.accounts());
    return doses.rule(ruled, levels, changes, new DoseGate.Asked(proposal, stop, now, room));
  }

  /** Value, why it is not the wished one (empty if it is), and whether it acts at once. */
  private record Verdict(double value, String reason, boolean atOnce) {}

  private Ledger elapsed(Ledger totals, double time) {
    double hours = time - totals.time();
    double volume = totals.volume();
    for (Envelope envelope : limits.envelopes()) {
      double level = totals.level(envelope.actuator());
      if (envelope.liquid() && !Double.isNaN(level)) {
        volume += level * hours;
      }
    }
    return new Ledger(time, volume, totals.tracks(), totals.accounts());
  }

  /** Empty if the proposal may be considered. */
  private String reasonToStop(Mode mode, PlantView now, double time) {
    if (!now.running()) {
      return "no batch runs";
    }
    if (mode == Mode.HOLD) {
      return "HOLD";
    }
    if (mode == Mode.AUTO) {
      for (Map.Entry<String, Double> fresh : new TreeMap<>(limits.freshness()).entrySet()) {
        PlantView.Reading reading = now.readings().get(fresh.getKey());
        if (reading == null) {
          return "%s was never read".formatted(fresh.getKey());
        }
        // Written so that a time that is not a number counts as stale.
        if (!(time - reading.time() <= fresh.getValue() + EPSILON)) {
          return "%s is %.0f s old, at most %.0f s are allowed"
              .formatted(fresh.getKey(), (time - reading.time()) * 3600, fresh.getValue() * 3600);
        }
      }
    }
    return "";
  }

  private Verdict wished(Envelope envelope, double wish, boolean named, Ledger ledger) {
    double last = ledger.level(envelope.actuator());
    if (!named) {
      return new Verdict(Double.isNaN(last) ? envelope.safe() : last, "", false);
    }
    if (!Double.isFinite(wish)) {
      double instead = envelope.hasSafeValue() ? envelope.safe() : last;
      return new Verdict(instead, "%s is not a finite number".formatted(wish), true);
    }
    double inRange = envelope.clamp(wish);
    String reason =
        inRange == wish
            ? ""
            : "the range is %s to %s".formatted(envelope.lower(), envelope.upper());
    Span span = allowed(envelope, ledger);
    if (span.empty()) {
      double instead = envelope.hasSafeValue() ? envelope.safe() : last;
      return new Verdict(instead, "the plant has not confirmed the last set-point", true);
    }
    double slow = envelope.clamp(span.nearest(inRange));
    RateLimit rate = envelope.rate();
    if (slow == inRange || rate == null) {
      return new Verdict(inRange, reason, false);
    }
    return new Verdict(
        slow, "at most %s within %s h".formatted(rate.change(), rate.window()), false);
  }

  private Verdict protect(Envelope envelope, Verdict verdict, String stop, PlantView now) {
    if (!envelope.hasSafeValue()) {
      return verdict;
    }
    if (!stop.isEmpty()) {
      return new Verdict(envelope.safe(), stop, true);
    }
    for (Interlock interlock : limits.interlocks()) {
      PlantView.Reading reading = now.readings().get(interlock.tag());
      if (interlock.actuator().equals(envelope.actuator())
          && reading != null
          && interlock.trips(reading.value())) {
        return new Verdict(
            envelope.safe(),
            "%s (%s is %.4g)".formatted(interlock.reason(), interlock.tag(), reading.value()),
            true);
      }
    }
    return verdict;
  }

  /** Litres that still fit, by the totals or the reading, whichever is fuller. */
  private double room(Ledger ledger, PlantView now) {
    PlantView.Reading reading = now.readings().get(limits.volume().tag());
    double full = ledger.volume();
    if (reading != null && Double.isFinite(reading.value())) {
      full = Math.max(full, reading.value());
    }
    return limits.volume().maximum() - full;
  }

  /** What does not fit any more is cut: to what fits if that is a small change, else to nothing. */
  private Verdict fit(Envelope envelope, Verdict verdict, Ledger ledger, double room) {
    double most = Math.max(0, room / limits.volume().ahead());
    if (!envelope.liquid() || verdict.value() <= most) {
      return verdict;
    }
    Span span = allowed(envelope, ledger);
    boolean gently = !span.empty() && span.lowest() <= most;
    return new Verdict(
        gently ? envelope.clamp(span.nearest(most)) : 0,
        "the reactor holds at most %s L".formatted(limits.volume().maximum()),
        !gently);
  }

  /** What the rate limit leaves; empty where what is in force is not known well enough. */
  private record Span(double lowest, double highest) {
    boolean empty() {
      return lowest > highest;
    }

    double nearest(double value) {
      return Math.max(lowest, Math.min(highest, value));
    }
  }

  /** A pump of which nothing is known yet stands at its safe value. */
  private static Span allowed(Envelope envelope, Ledger ledger) {
    RateLimit rate = envelope.rate();
    Track track = ledger.tracks().get(envelope.actuator());
    double highest = Double.POSITIVE_INFINITY;
    double lowest = Double.NEGATIVE_INFINITY;
    if (rate == null || (track == null && !envelope.hasSafeValue())) {
      return new Span(lowest, highest);
    }
    List<Track.Written> binding =
        track == null
            ? List.of(new Track.Written(ledger.time(), envelope.safe()))
            : track.inForceAfter(ledger.time() - rate.window() + EPSILON);
    for (Track.Written written : binding) {
      highest = Math.min(highest, written.value() + rate.change());
      lowest = Math.max(lowest, written.value() - rate.change());
    }
    return new Span(lowest, highest);
  }

  private static Track tracked(
      Envelope envelope, Verdict verdict, Map<String, Track> tracks, double time) {
    Track track = tracks.get(envelope.actuator());
    if (track == null) {
      List<Track.Written> before =
          envelope.hasSafeValue() ? List.of(new Track.Written(time, envelope.safe())) : List.of();
      List<Track.Written> now = new ArrayList<>(before);
      now.add(new Track.Written(time, verdict.value()));
      return new Track(now, before);
    }
    if (verdict.atOnce() && (verdict.value() != track.newest() || track.written().size() > 1)) {
      return track.restarted(time, verdict.value());
    }
    RateLimit rate = envelope.rate();
    return track.then(time, verdict.value(), rate == null ? 0 : rate.window());
  }
}
