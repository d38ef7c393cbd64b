package io.biopilot.connectors.memory;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The far end of {@link MemoryConnector}s. Values are in canonical units. Thread-safe; everything
 * happens under one lock, so that listeners see one value at a time.
 */
public final class MemoryPlant {

  /** A value as the plant has it. */
  record Reading(
      Tag tag, List<Double> value, Instant sourceTime, Quality quality, SampleKind kind) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Tag> tags;
  private final Map<Tag, Reading> latest = new LinkedHashMap<>();
  private final Map<Tag, Double> written = new LinkedHashMap<>();
  private final List<Setpoint> writes = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();
  private final List<MemoryConnector> connectors = new ArrayList<>();
  private Function<Setpoint, WriteResult> writeRule = WriteResult.Accepted::new;
  private Function<Command, CallResult> callRule = CallResult.Done::new;
  private Consumer<List<Setpoint>> writeListener = setpoints -> {};
  private boolean reachable = true;

  public MemoryPlant(Set<Tag> tags) {
    this.tags = new LinkedHashSet<>(tags);
  }

  /** A good online scalar. */
  public void publish(Tag tag, double value, Instant sourceTime) {
    publish(tag, List.of(value), sourceTime, Quality.GOOD, SampleKind.ONLINE);
  }

  /** Sets a value and sends it to every connected subscriber. */
  public void publish(
      Tag tag, List<Double> value, Instant sourceTime, Quality quality, SampleKind kind) {
    Reading reading = new Reading(require(tag), value, sourceTime, quality, kind);
    lock.lock();
    try {
      latest.put(tag, reading);
      if (reachable) {
        List.copyOf(connectors).forEach(connector -> connector.receive(reading));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What cannot become a sample: passed to the notice listeners of every connector. */
  public void reject(Notice notice) {
    locked(() -> List.copyOf(connectors).forEach(connector -> connector.receive(notice)));
  }

  /** The last value written to this tag, if any. */
  public Optional<Double> written(Tag tag) {
    lock.lock();
    try {
      return Optional.ofNullable(written.get(tag));
    } finally {
      lock.unlock();
    }
  }

  /** All accepted set-points, in order. */
  public List<Setpoint> writes() {
    lock.lock();
    try {
      return List.copyOf(writes);
    } finally {
      lock.unlock();
    }
  }

  /** All commands done, in order. */
  public List<Command> commands() {
    lock.lock();
    try {
      return List.copyOf(commands);
    } finally {
      lock.unlock();
    }
  }

  /** Decides what becomes of each write from now on. */
  public void writeRule(Function<Setpoint, WriteResult> rule) {
    locked(() -> writeRule = rule);
  }

  /** Decides what becomes of each command from now on. */
  public void callRule(Function<Command, CallResult> rule) {
    locked(() -> callRule = rule);
  }

  /** Told of the accepted set-points of each write, once a write, after they are in effect. */
  public void onWrite(Consumer<List<Setpoint>> listener) {
    locked(() -> writeListener = listener);
  }

  /** Cuts the line: connectors see the plant as gone until {@link #restore}. */
  public void cut() {
    locked(() -> setReachable(false));
  }

  /** The line is back; subscribers get the newest value of each of their tags. */
  public void restore() {
    locked(
        () -> {
          setReachable(true);
          List<Reading> present = List.copyOf(latest.values());
          connectors.forEach(connector -> present.forEach(connector::receive));
        });
  }

  private void setReachable(boolean reachable) {
    this.reachable = reachable;
    List.copyOf(connectors).forEach(connector -> connector.lineChanged(reachable));
  }

  boolean attach(MemoryConnector connector) {
    lock.lock();
    try {
      connectors.add(connector);
      return reachable;
    } finally {
      lock.unlock();
    }
  }

  void detach(MemoryConnector connector) {
    locked(() -> connectors.remove(connector));
  }

  Optional<Reading> latest(Tag tag) {
    lock.lock();
    try {
      return Optional.ofNullable(latest.get(require(tag)));
    } finally {
      lock.unlock();
    }
  }

  List<WriteResult> write(List<Setpoint> setpoints) {
    lock.lock();
    try {
      List<WriteResult> results = new ArrayList<>();
      List<Setpoint> accepted = new ArrayList<>();
      for (Setpoint setpoint : setpoints) {
        WriteResult result = rule(setpoint);
        results.add(result);
        if (result instanceof WriteResult.Accepted) {
          accepted.add(setpoint);
          written.put(setpoint.tag(), setpoint.value());
        }
      }
      writes.addAll(accepted);
      writeListener.accept(accepted);
      return results;
    } finally {
      lock.unlock();
    }
  }

  private WriteResult rule(Setpoint setpoint) {
    if (!tags.contains(setpoint.tag())) {
      return new WriteResult.Refused(setpoint, unknown(setpoint.tag()));
    }
    return Double.isFinite(setpoint.value())
        ? writeRule.apply(setpoint)
        : new WriteResult.Refused(setpoint, "%s is not a number".formatted(setpoint.value()));
  }

  CallResult call(Command command) {
    lock.lock();
    try {
      CallResult result = callRule.apply(command);
      if (result instanceof CallResult.Done) {
        commands.add(command);
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  Tag require(Tag tag) {
    if (!tags.contains(Objects.requireNonNull(tag))) {
      throw new IllegalArgumentException(unknown(tag));
    }
    return tag;
  }

  private String unknown(Tag tag) {
    return "tag %s is not one of this plant's: %s".formatted(tag, tags);
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
