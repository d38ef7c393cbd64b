package io.biopilot.agent.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All alarms of one reactor that are active or not yet acknowledged.
 *
 * @param alarms by id
 * @param changing since when a condition has been other than its alarm says, by the alarm's id:
 *     what a delay still keeps back
 */
public record AlarmBook(Map<String, Alarm> alarms, Map<String, Instant> changing) {

  private static final Comparator<Alarm> URGENCY =
      Comparator.comparing((Alarm a) -> !a.active())
          .thenComparing(Alarm::acknowledged)
          .thenComparing(Alarm::priority)
          .thenComparing(Alarm::raised, Comparator.reverseOrder())
          .thenComparing(Alarm::id);

  public AlarmBook {
    alarms = Map.copyOf(alarms);
    changing = Map.copyOf(changing);
  }

  public static AlarmBook empty() {
    return new AlarmBook(Map.of(), Map.of());
  }

  /** Active ones first, unseen before seen, then by priority and newest first. */
  public List<Alarm> list() {
    return alarms.values().stream().sorted(URGENCY).toList();
  }

  public @Nullable Alarm find(String id) {
    return alarms.get(id);
  }

  public boolean active(String id) {
    Alarm alarm = alarms.get(id);
    return alarm != null && alarm.active();
  }

  /**
   * The book after the condition behind an alarm was looked at. A condition that goes on only
   * renews the text; one that comes back after it had ended must be acknowledged again.
   *
   * @param present whether the condition holds
   * @param alarm what to show if it is new; its times and acknowledgement are ignored
   * @param delay how long the condition must have changed before the alarm does
   */
  public AlarmBook observe(Alarm alarm, boolean present, Instant at, Delay delay) {
    Alarm known = alarms.get(alarm.id());
    boolean active = known != null && known.active();
    if (present == active) {
      AlarmBook settled = withChanging(alarm.id(), null);
      return known != null && active ? settled.with(known.saying(alarm.message())) : settled;
    }
    Instant since = changing.getOrDefault(alarm.id(), at);
    Duration wait = present ? delay.on() : delay.off();
    if (Duration.between(since, at).compareTo(wait) < 0) {
      return withChanging(alarm.id(), since);
    }
    AlarmBook settled = withChanging(alarm.id(), null);
    if (known != null && active) {
      return settled.withOrWithout(known.clearedAt(at));
    }
    return settled.with((known == null ? alarm : known).raisedAgain(alarm.message(), at));
  }

  /** {@link #observe(Alarm, boolean, Instant, Delay)} at once. */
  public AlarmBook observe(Alarm alarm, boolean present, Instant at) {
    return observe(alarm, present, at, Delay.NONE);
  }

  /** The book after somebody has seen the alarm; unchanged if there is no such alarm. */
  public AlarmBook acknowledge(String id, String who) {
    Alarm known = alarms.get(id);
    return known == null ? this : withOrWithout(known.acknowledgedBy(who));
  }

  /** What differs from an earlier book: alarms that are new, changed state, or left. */
  public List<Alarm> changedSince(AlarmBook earlier) {
    List<Alarm> changed = new ArrayList<>();
    for (Alarm alarm : new TreeMap<>(alarms).values()) {
      Alarm before = earlier.alarms.get(alarm.id());
      if (before == null
          || before.active() != alarm.active()
          || before.acknowledged() != alarm.acknowledged()
          || !before.raised().equals(alarm.raised())) {
        changed.add(alarm);
      }
    }
    for (Alarm before : new TreeMap<>(earlier.alarms).values()) {
      if (!alarms.containsKey(before.id())) {
        changed.add(before);
      }
    }
    return changed;
  }

  private AlarmBook withOrWithout(Alarm alarm) {
    if (!alarm.over()) {
      return with(alarm);
    }
    Map<String, Alarm> next = new TreeMap<>(alarms);
    next.remove(alarm.id());
    return new AlarmBook(next, changing);
  }

  private AlarmBook with(Alarm alarm) {
    Map<String, Alarm> next = new TreeMap<>(alarms);
    next.put(alarm.id(), alarm);
    return new AlarmBook(next, changing);
  }

  private AlarmBook withChanging(String id, @Nullable Instant since) {
    if (Objects.equals(changing.get(id), since)) {
      return this;
    }
    Map<String, Instant> next = new TreeMap<>(changing);
    if (since == null) {
      next.remove(id);
    } else {
      next.put(id, since);
    }
    return new AlarmBook(alarms, next);
  }
}
