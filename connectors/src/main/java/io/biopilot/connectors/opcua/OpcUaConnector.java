package io.biopilot.connectors.opcua;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Subscription;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.jspecify.annotations.Nullable;

/** A connector to one OPC UA server. */
public final class OpcUaConnector implements Connector {

  private record Subscriber(Set<Tag> tags, Consumer<Sample> listener) {}

  private final OpcUaConfig config;
  private final InstantSource clock;
  private final Map<Tag, OpcUaTag> map = new LinkedHashMap<>();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionState>> watchers = new CopyOnWriteArrayList<>();
  private final List<Consumer<Notice>> noticeListeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock delivery = new ReentrantLock();
  private final Seen seen;
  private volatile ConnectionState state = new ConnectionState.Closed();
  private volatile @Nullable Supervisor supervisor;
  private @Nullable CompletionStage<Void> opened;

  public OpcUaConnector(OpcUaConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    seen = new Seen(Math.max(64, 4 * config.timing().queueSize()));
    config.map().tags().forEach(tag -> map.put(tag.tag(), tag));
  }

  @Override
  public synchronized CompletionStage<Void> open() {
    CompletionStage<Void> before = opened;
    if (before != null && !(state instanceof ConnectionState.Closed)) {
      return before;
    }
    Supervisor made =
        new Supervisor(
            config,
            new Lines(),
            this::wanted,
            this::enter,
            (kind, text) -> notice(kind, config.url(), text),
            clock);
    supervisor = made;
    CompletionStage<Void> first = made.start();
    opened = first;
    return first;
  }

  @Override
  public synchronized CompletionStage<Void> close() {
    Supervisor running = supervisor;
    supervisor = null;
    return running == null || state instanceof ConnectionState.Closed
        ? CompletableFuture.completedFuture(null)
        : running.stop();
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
  public Subscription notices(Consumer<Notice> listener) {
    noticeListeners.add(listener);
    return () -> noticeListeners.remove(listener);
  }

  @Override
  public Subscription subscribe(Set<Tag> tags, Consumer<Sample> listener) {
    tags.forEach(this::require);
    Subscriber subscriber = new Subscriber(Set.copyOf(tags), listener);
    subscribers.add(subscriber);
    refresh();
    return () -> {
      subscribers.remove(subscriber);
      refresh();
    };
  }

  @Override
  public CompletionStage<List<Sample>> read(Set<Tag> tags) {
    List<OpcUaTag> wanted = tags.stream().map(this::require).toList();
    Optional<Link> link = link();
    if (link.isEmpty()) {
      return CompletableFuture.failedFuture(new IllegalStateException(away()));
    }
    ReadValueId[] ids =
        wanted.stream()
            .map(tag -> link.get().book().id(tag.node()))
            .map(id -> new ReadValueId(id, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE))
            .toArray(ReadValueId[]::new);
    try {
      var request = new ReadRequest(link.get().header(), 0.0, TimestampsToReturn.Both, ids);
      return link.get()
          .send(request)
          .thenApply(response -> samples(wanted, (ReadResponse) response));
    } catch (UaException e) {
      return CompletableFuture.failedFuture(new IllegalStateException(Wording.of(e), e));
    }
  }

  private List<Sample> samples(List<OpcUaTag> wanted, ReadResponse response) {
    DataValue[] values = response.getResults();
    Instant now = clock.instant();
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      OpcUaTag tag = wanted.get(i);
      Optional<Sample> sample = values == null ? Optional.empty() : Samples.of(tag, values[i], now);
      samples.add(
          sample.orElseGet(
              () -> new Sample(tag.tag(), List.of(Double.NaN), now, now, Quality.BAD, tag.kind())));
    }
    return samples;
  }

  @Override
  public CompletionStage<List<WriteResult>> write(List<Setpoint> setpoints) {
    Optional<Link> link = link();
    List<Setpoint> known =
        setpoints.stream().filter(setpoint -> map.containsKey(setpoint.tag())).toList();
    if (link.isEmpty() || known.size() < setpoints.size()) {
      return CompletableFuture.completedFuture(
          setpoints.stream().map(setpoint -> refused(setpoint, link.isPresent())).toList());
    }
    List<OpcUaTag> tags = setpoints.stream().map(setpoint -> require(setpoint.tag())).toList();
    return new Writing(link.get()).write(setpoints, tags);
  }

  private WriteResult refused(Setpoint setpoint, boolean connected) {
    String reason =
        !connected
            ? away()
            : map.containsKey(setpoint.tag())
                ? "not sent, because another tag of the same write is not mapped"
                : unmapped(setpoint.tag());
    return new WriteResult.Refused(setpoint, reason);
  }

  @Override
  public CompletionStage<CallResult> call(Command command) {
    Optional<OpcUaCommand> mapped =
        config.map().commands().stream()
            .filter(c -> c.name().equals(command.name()) && c.reactor().equals(command.reactor()))
            .findFirst();
    Optional<Link> link = link();
    if (mapped.isEmpty() || link.isEmpty()) {
      String reason =
          mapped.isPresent()
              ? away()
              : "command %s/%s is not mapped at %s"
                  .formatted(command.reactor(), command.name(), config.url());
      return CompletableFuture.completedFuture(new CallResult.Refused(command, reason));
    }
    Writing writing = new Writing(link.get());
    return mapped.get() instanceof OpcUaCommand.MethodCall call
        ? writing.call(command, call)
        : writing.write(command, (OpcUaCommand.Writes) mapped.get());
  }

  private Optional<Link> link() {
    Supervisor running = supervisor;
    return running == null ? Optional.empty() : running.usable();
  }

  private void refresh() {
    Supervisor running = supervisor;
    if (running != null) {
      running.refresh();
    }
  }

  private Set<OpcUaTag> wanted() {
    Set<OpcUaTag> tags =
        subscribers.stream()
            .flatMap(subscriber -> subscriber.tags().stream())
            .map(this::require)
            .collect(Collectors.toSet());
    seen.retain(tags);
    return tags;
  }

  private OpcUaTag require(Tag tag) {
    OpcUaTag mapped = map.get(tag);
    if (mapped == null) {
      throw new IllegalArgumentException(unmapped(tag));
    }
    return mapped;
  }

  private String unmapped(Tag tag) {
    return "tag %s is not mapped at %s; mapped are %s".formatted(tag, config.url(), map.keySet());
  }

  private String away() {
    return "not connected to %s (%s); nothing was sent".formatted(config.url(), state);
  }

  private void enter(ConnectionState next) {
    state = next;
    watchers.forEach(watcher -> watcher.accept(next));
  }

  private void notice(Notice.Kind kind, String source, String text) {
    Notice notice = new Notice(kind, source, text, clock.instant());
    noticeListeners.forEach(listener -> listener.accept(notice));
  }

  /** Takes what the link brings, one value at a time. */
  private final class Lines implements Link.Receiver {
    @Override
    public void value(Link link, OpcUaTag tag, DataValue value) {
      delivery.lock();
      try {
        Supervisor running = supervisor;
        if (running == null || !running.isCurrent(link) || !seen.isNew(tag, value)) {
          return;
        }
        if (value.getStatusCode().isOverflowSet()) {
          notice(
              Notice.Kind.OVERFLOW,
              tag.tag().toString(),
              "the server's queue of %s values was too short; older values of %s are lost"
                  .formatted(config.timing().queueSize(), tag.node()));
        }
        Optional<Sample> sample = Samples.of(tag, value, clock.instant());
        if (sample.isEmpty()) {
          String found = String.valueOf(value.getValue().value());
          notice(
              Notice.Kind.REJECTED,
              tag.tag().toString(),
              "%s: expected a number at %s, found '%s'".formatted(tag.place(), tag.node(), found));
          return;
        }
        for (Subscriber subscriber : subscribers) {
          if (subscriber.tags().contains(tag.tag())) {
            subscriber.listener().accept(sample.get());
          }
        }
      } finally {
        delivery.unlock();
      }
    }

    @Override
    public void lifeSign(Link link) {
      Supervisor running = supervisor;
      if (running != null && running.isCurrent(link)) {
        running.lifeSign();
      }
    }

    @Override
    public void lost(Link link, String why) {
      Supervisor running = supervisor;
      if (running != null) {
        running.lost(link, why);
      }
    }

    @Override
    public void dataLost() {
      // Also told when nothing is lost but two responses were swapped; lock step counts samples.
      notice(Notice.Kind.CONNECTION, config.url(), "notifications were out of order");
    }
  }
}
