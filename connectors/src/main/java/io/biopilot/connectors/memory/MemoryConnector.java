package io.biopilot.connectors.memory;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Subscription;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A connector to a {@link MemoryPlant} in the same process. */
public final class MemoryConnector implements Connector {

  private record Subscriber(Set<Tag> tags, Consumer<Sample> listener) {}

  private final MemoryPlant plant;
  private final InstantSource clock;
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionState>> watchers = new CopyOnWriteArrayList<>();
  private final List<Consumer<Notice>> noticeListeners = new CopyOnWriteArrayList<>();
  private volatile ConnectionState state = new ConnectionState.Closed();
  private volatile CompletableFuture<Void> firstConnection = new CompletableFuture<>();

  public MemoryConnector(MemoryPlant plant, InstantSource clock) {
    this.plant = plant;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Void> open() {
    if (state instanceof ConnectionState.Closed) {
      firstConnection = new CompletableFuture<>();
      lineChanged(plant.attach(this));
    }
    return firstConnection;
  }

  @Override
  public CompletionStage<Void> close() {
    plant.detach(this);
    enter(new ConnectionState.Closed());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public ConnectionState state() {
    return state;
  }

  @Override
  public Subscription watch(Consumer<ConnectionState> listener) {
    watchers.add(listener);
    listener.accept(state);
    return () -> watchers.remove(listener);
  }

  @Override
  public Subscription subscribe(Set<Tag> tags, Consumer<Sample> listener) {
    tags.forEach(plant::require);
    Subscriber subscriber = new Subscriber(Set.copyOf(tags), listener);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  @Override
  public CompletionStage<List<Sample>> read(Set<Tag> tags) {
    if (!connected()) {
      return CompletableFuture.failedFuture(new IllegalStateException(away()));
    }
    List<Sample> samples = new ArrayList<>();
    for (Tag tag : tags) {
      samples.add(plant.latest(tag).map(this::sample).orElseGet(() -> missing(tag)));
    }
    return CompletableFuture.completedFuture(samples);
  }

  @Override
  public CompletionStage<List<WriteResult>> write(List<Setpoint> setpoints) {
    if (!connected()) {
      return CompletableFuture.completedFuture(
          setpoints.stream()
              .<WriteResult>map(setpoint -> new WriteResult.Refused(setpoint, away()))
              .toList());
    }
    return CompletableFuture.completedFuture(plant.write(setpoints));
  }

  @Override
  public CompletionStage<CallResult> call(Command command) {
    return CompletableFuture.completedFuture(
        connected() ? plant.call(command) : new CallResult.Refused(command, away()));
  }

  @Override
  public Subscription notices(Consumer<Notice> listener) {
    noticeListeners.add(listener);
    return () -> noticeListeners.remove(listener);
  }

  void receive(MemoryPlant.Reading reading) {
    if (connected()) {
      Sample sample = sample(reading);
      for (Subscriber subscriber : subscribers) {
        if (subscriber.tags().contains(reading.tag())) {
          subscriber.listener().accept(sample);
        }
      }
    }
  }

  void receive(Notice notice) {
    noticeListeners.forEach(listener -> listener.accept(notice));
  }

  void lineChanged(boolean reachable) {
    if (reachable) {
      enter(new ConnectionState.Connected(clock.instant()));
      firstConnection.complete(null);
    } else {
      enter(new ConnectionState.Connecting(1, "the line to the plant is cut"));
    }
  }

  private void enter(ConnectionState next) {
    state = next;
    watchers.forEach(watcher -> watcher.accept(next));
  }

  private boolean connected() {
    return state instanceof ConnectionState.Connected;
  }

  private String away() {
    return "not connected to the plant (%s); nothing was sent".formatted(state);
  }

  private Sample sample(MemoryPlant.Reading reading) {
    return new Sample(
        reading.tag(),
        reading.value(),
        reading.sourceTime(),
        clock.instant(),
        reading.quality(),
        reading.kind());
  }

  private Sample missing(Tag tag) {
    var now = clock.instant();
    return new Sample(tag, List.of(Double.NaN), now, now, Quality.BAD, SampleKind.ONLINE);
  }
}
