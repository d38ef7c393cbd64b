package io.biopilot.connectors.mqtt;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.biopilot.connectors.Units;
import io.biopilot.connectors.WriteResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/** A connector to one MQTT broker, which also publishes telemetry. */
public final class MqttConnector implements Connector {

  private record Subscriber(Set<Tag> tags, Consumer<Sample> listener) {}

  private final MqttConfig config;
  private final InstantSource clock;
  private final PayloadReader reader = new PayloadReader();
  private final Repeats repeats = new Repeats(1_024);
  private final Map<Tag, Sample> newest = new ConcurrentHashMap<>();
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final List<Consumer<ConnectionState>> watchers = new CopyOnWriteArrayList<>();
  private final List<Consumer<Notice>> noticeListeners = new CopyOnWriteArrayList<>();
  private volatile ConnectionState state = new ConnectionState.Closed();
  private volatile @Nullable MqttSupervisor supervisor;

  public MqttConnector(MqttConfig config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<Void> open() {
    MqttSupervisor running = supervisor;
    if (running != null && !(state instanceof ConnectionState.Closed)) {
      return running.opened();
    }
    try {
      MqttSupervisor made =
          new MqttSupervisor(config, this::receive, this::enter, this::notice, clock);
      supervisor = made;
      made.start();
      return made.opened();
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized CompletionStage<Void> close() {
    MqttSupervisor running = supervisor;
    supervisor = null;
    return running == null ? CompletableFuture.completedFuture(null) : running.stop();
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
    tags.forEach(this::requireMapped);
    Subscriber subscriber = new Subscriber(Set.copyOf(tags), listener);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** The newest sample that came in for each tag: a broker cannot be asked for the present one. */
  @Override
  public CompletionStage<List<Sample>> read(Set<Tag> tags) {
    tags.forEach(this::requireMapped);
    if (line().isEmpty()) {
      return CompletableFuture.failedFuture(new IllegalStateException(away()));
    }
    Instant now = clock.instant();
    return CompletableFuture.completedFuture(
        tags.stream()
            .map(
                tag ->
                    Optional.ofNullable(newest.get(tag))
                        .orElseGet(
                            () ->
                                new Sample(
                                    tag,
                                    List.of(Double.NaN),
                                    now,
                                    now,
                                    Quality.BAD,
                                    SampleKind.AT_LINE)))
            .toList());
  }

  /** One message a set-point, in order; accepted when the broker has acknowledged it. */
  @Override
  public CompletionStage<List<WriteResult>> write(List<Setpoint> setpoints) {
    List<CompletableFuture<WriteResult>> results = new ArrayList<>();
    setpoints.forEach(setpoint -> results.add(write(setpoint)));
    return CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> results.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<WriteResult> write(Setpoint setpoint) {
    Optional<MqttOutput> output =
        config.topics().outputs().stream().filter(o -> o.tag().equals(setpoint.tag())).findFirst();
    Optional<MqttLine> line = line();
    String fault =
        output.isEmpty()
            ? "tag %s is not mapped as an output of %s".formatted(setpoint.tag(), config.url())
            : !Double.isFinite(setpoint.value())
                ? "%s is not a number".formatted(setpoint.value())
                : line.isEmpty() ? away() : "";
    if (!fault.isEmpty()) {
      return CompletableFuture.completedFuture(new WriteResult.Refused(setpoint, fault));
    }
    MqttOutput to = output.get();
    double plants = Units.between(to.unit(), to.tag().unit()).invert(setpoint.value());
    String json =
        "{\"v\": %s, \"u\": \"%s\", \"t\": \"%s\"}".formatted(plants, to.unit(), clock.instant());
    return line.get()
        .publish(
            to.topic(),
            json.getBytes(StandardCharsets.UTF_8),
            config.timing().setpointExpiry().toSeconds(),
            0)
        .handle((delivery, error) -> result(setpoint, delivery, error));
  }

  private static WriteResult result(
      Setpoint setpoint, MqttLine.@Nullable Delivery delivery, @Nullable Throwable error) {
    if (delivery == MqttLine.Delivery.TAKEN) {
      return new WriteResult.Accepted(setpoint);
    }
    if (delivery == MqttLine.Delivery.NOT_ALLOWED) {
      return new WriteResult.Refused(setpoint, "the broker does not allow it");
    }
    return error instanceof IOException full
        ? new WriteResult.Refused(setpoint, String.valueOf(full.getMessage()))
        : new WriteResult.Unknown(setpoint, "no acknowledgement from the broker: " + error);
  }

  /** MQTT carries no commands here: a dose needs a plant that runs each id once. */
  @Override
  public CompletionStage<CallResult> call(Command command) {
    return CompletableFuture.completedFuture(
        new CallResult.Refused(command, "commands are not sent over MQTT"));
  }

  /**
   * Publishes telemetry: on disk when this returns, at the broker when it is there, in order; after
   * a break it may arrive twice. May be called before {@link #open} has completed.
   *
   * @throws IOException if the disk does not take it
   */
  public void publish(String topic, byte[] payload) throws IOException {
    MqttSupervisor running = supervisor;
    if (running == null) {
      throw new IOException("the connector to %s is not open".formatted(config.url()));
    }
    running.publish(topic, payload);
  }

  /** Telemetry that the broker has not acknowledged yet. */
  public long pendingTelemetry() {
    MqttSupervisor running = supervisor;
    return running == null ? 0 : running.pending();
  }

  private void receive(String topic, MqttMessage message) {
    if (repeats.isRepeated(topic, message, dated(topic))) {
      return;
    }
    Instant now = clock.instant();
    JsonNode json;
    try {
      json = reader.parse(message.getPayload());
    } catch (PayloadReader.Unreadable e) {
      notice(Notice.Kind.REJECTED, topic, "message is " + e.getMessage());
      return;
    }
    for (MqttTag tag : config.topics().inputs()) {
      if (tag.topic().equals(topic)) {
        try {
          deliver(reader.sample(tag, json, now));
        } catch (PayloadReader.Unreadable e) {
          notice(
              Notice.Kind.REJECTED,
              topic,
              "%s: %s: %s".formatted(tag.place(), tag.tag(), e.getMessage()));
        }
      }
    }
  }

  /** Whether every tag of the topic takes its source time from the message. */
  private boolean dated(String topic) {
    for (MqttTag tag : config.topics().inputs()) {
      if (tag.topic().equals(topic) && tag.fields().time() == null) {
        return false;
      }
    }
    return true;
  }

  private void deliver(Sample sample) {
    newest.put(sample.tag(), sample);
    for (Subscriber subscriber : subscribers) {
      if (subscriber.tags().contains(sample.tag())) {
        subscriber.listener().accept(sample);
      }
    }
  }

  private Optional<MqttLine> line() {
    MqttSupervisor running = supervisor;
    return running == null ? Optional.empty() : running.usable();
  }

  private void requireMapped(Tag tag) {
    Stream<Tag> inputs = config.topics().inputs().stream().map(MqttTag::tag);
    Stream<Tag> outputs = config.topics().outputs().stream().map(MqttOutput::tag);
    List<Tag> known = Stream.concat(inputs, outputs).toList();
    if (!known.contains(tag)) {
      throw new IllegalArgumentException(
          "tag %s is not mapped at %s; mapped are %s".formatted(tag, config.url(), known));
    }
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
}
