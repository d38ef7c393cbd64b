package io.biopilot.mpc.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gate must remember of a batch.
 *
 * @param time of the newest ruling (h since batch start)
 * @param volume at the start plus all that was set to flow in since (L)
 * @param tracks recent set-points by actuator
 * @param accounts doses by doser
 */
public record Ledger(
    double time, double volume, Map<String, Track> tracks, Map<String, Account> accounts) {
  public Ledger {
    tracks = Map.copyOf(tracks);
    accounts = Map.copyOf(accounts);
  }

  /** At the start of a batch: nothing written, nothing given. */
  public static Ledger start(double time, double volume) {
    return new Ledger(time, volume, Map.of(), Map.of());
  }

  /** The set-point in force, NaN if none was written yet. */
  public double level(String actuator) {
    Track track = tracks.get(actuator);
    return track == null ? Double.NaN : track.newest();
  }

  public Account account(String doser) {
    return accounts.getOrDefault(doser, Account.EMPTY);
  }

  /**
   * After a write of which it is not known that it took effect: what it replaced may still be in
   * force, so that both bind what may follow.
   */
  public Ledger doubting(String actuator) {
    Track track = tracks.get(actuator);
    if (track == null) {
      return this;
    }
    Map<String, Track> next = new TreeMap<>(tracks);
    next.put(actuator, track.doubted(time));
    return new Ledger(time, volume, next, accounts);
  }

  /**
   * Set-points of the last hours, oldest first; the first may be older than any window, since it
   * still held when the window began.
   *
   * @param replaced what was in force before the newest value; empty if that did not change
   */
  public record Track(List<Written> written, List<Written> replaced) {
    public Track {
      written = List.copyOf(written);
      replaced = List.copyOf(replaced);
      if (written.isEmpty()) {
        throw new IllegalArgumentException("a track begins with a value");
      }
    }

    /**
     * @param time from which it was in force (h since batch start)
     */
    public record Written(double time, double value) {}

    double newest() {
      return written.get(written.size() - 1).value();
    }

    /** What was in force at any time after {@code since}. */
    List<Written> inForceAfter(double since) {
      int first = 0;
      while (first + 1 < written.size() && written.get(first + 1).time() <= since) {
        first++;
      }
      return written.subList(first, written.size());
    }

    Track then(double time, double value, double window) {
      List<Written> next = new ArrayList<>(inForceAfter(time - window));
      if (value == newest()) {
        return new Track(next, List.of());
      }
      next.add(new Written(time, value));
      return new Track(next, written);
    }

    /** A value that acted at once: the old ones no longer bind, the way back starts here. */
    Track restarted(double time, double value) {
      return new Track(List.of(new Written(time, value)), written);
    }

    /** As if what was replaced had been in force until now. */
    private Track doubted(double time) {
      if (replaced.isEmpty()) {
        return this;
      }
      List<Written> both = new ArrayList<>(replaced);
      Written last = replaced.get(replaced.size() - 1);
      both.add(new Written(Math.max(time, last.time()), last.value()));
      both.add(new Written(Math.max(time, last.time()), newest()));
      return new Track(both, List.of());
    }
  }

  /**
   * @param total given or under way in this batch (g)
   * @param lastId newest id used
   * @param lastTime when the newest was sent (h since batch start); -∞ before the first
   * @param pending sent and not yet read back; null if none
   */
  public record Account(double total, long lastId, double lastTime, @Nullable Pending pending) {

    static final Account EMPTY = new Account(0, 0, Double.NEGATIVE_INFINITY, null);

    /**
     * @param sent when it was sent last (h since batch start)
     */
    public record Pending(Dose dose, double sent) {}
  }

  Ledger withAccount(String doser, Account account) {
    Map<String, Account> next = new TreeMap<>(accounts);
    next.put(doser, account);
    return new Ledger(time, volume, tracks, next);
  }
}
