package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.ConnectionFailure;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Notice;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one {@link MqttLine} alive by replacing it, and drains the outbox. One thread. */
final class MqttSupervisor {

  /** Takes a notice. */
  interface Notices {
    void accept(Notice.Kind kind, String source, String text);
  }

  private static final Logger LOG = LoggerFactory.getLogger(MqttSupervisor.class);
  private static final long FIRST_BACKOFF_MILLIS = 500;
  private static final long LOOK_MILLIS = 200;

  private final MqttConfig config;
  private final BiConsumer<String, MqttMessage> onMessage;
  private final Consumer<ConnectionState> onState;
  private final Notices onNotice;
  private final InstantSource clock;
  private final Outbox outbox;
  private final ScheduledThreadPoolExecutor thread;
  private final CompletableFuture<Void> opened = new CompletableFuture<>();
  private final AtomicBoolean drainAsked = new AtomicBoolean();

  private volatile @Nullable MqttLine live;
  private volatile @Nullable String lossReason;
  private boolean everConnected;
  private boolean closed;
  private int failures;
  private long nextTryNanos = System.nanoTime();

  MqttSupervisor(
      MqttConfig config,
      BiConsumer<String, MqttMessage> onMessage,
      Consumer<ConnectionState> onState,
      Notices onNotice,
      InstantSource clock)
      throws IOException {
    this.config = config;
    this.onMessage = onMessage;
    this.onState = onState;
    this.onNotice = onNotice;
    this.clock = clock;
    outbox = new Outbox(config);
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "mqtt-" + config.clientId());
              made.setDaemon(true);
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  void start() {
    onState.accept(new ConnectionState.Connecting(1, ""));
    var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  CompletionStage<Void> opened() {
    return opened;
  }

  Optional<MqttLine> usable() {
    MqttLine line = live;
    return line != null && lossReason == null && line.connected()
        ? Optional.of(line)
        : Optional.empty();
  }

  void publish(String topic, byte[] payload) throws IOException {
    outbox.add(topic, payload);
    if (!thread.isShutdown() && drainAsked.compareAndSet(false, true)) {
      thread.execute(this::look);
    }
  }

  long pending() {
    return outbox.pending();
  }

  CompletionStage<Void> stop() {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    if (thread.isShutdown()) {
      ended.complete(null);
      return ended;
    }
    thread.execute(
        () -> {
          end();
          opened.completeExceptionally(
              ConnectionFailure.permanent("closed before %s answered".formatted(config.url())));
          ended.complete(null);
        });
    return ended;
  }

  private void end() {
    closed = true;
    thread.shutdown();
    MqttLine line = live;
    live = null;
    if (line != null) {
      line.dispose();
    }
    try {
      outbox.close();
    } catch (IOException e) {
      onNotice.accept(Notice.Kind.LOST_POINTS, config.outbox().toString(), e.toString());
    }
    onState.accept(new ConnectionState.Closed());
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      MqttLine line = live;
      if (line == null) {
        if (System.nanoTime() - nextTryNanos >= 0) {
          connect();
        }
      } else if (lossReason != null || !line.connected()) {
        replace(line);
      } else {
        drain(line);
      }
    } catch (RuntimeException e) {
      LOG.error("supervisor of {} goes on after an unexpected error", config.url(), e);
    }
  }

  private void replace(MqttLine line) {
    String why = lossReason == null ? "the connection broke" : lossReason;
    live = null;
    line.dispose();
    nextTryNanos = System.nanoTime();
    onState.accept(new ConnectionState.Connecting(1, why));
    onNotice.accept(Notice.Kind.CONNECTION, config.url(), "lost: " + why);
  }

  private void drain(MqttLine line) {
    drainAsked.set(false);
    try {
      long lost = outbox.drain(line, config.timing().connect().toMillis());
      if (lost > 0) {
        onNotice.accept(
            Notice.Kind.LOST_POINTS,
            config.outbox().toString(),
            "%s messages were dropped before they could be sent".formatted(lost));
      }
    } catch (CompletionException e) {
      lossReason = "a message was not acknowledged: " + e.getCause();
    } catch (IOException e) {
      onNotice.accept(Notice.Kind.LOST_POINTS, config.outbox().toString(), e.toString());
    }
  }

  private void connect() {
    try {
      lossReason = null;
      MqttLine line = MqttLine.connect(config, new Lines());
      live = line;
      if (everConnected && !line.sessionPresent()) {
        onNotice.accept(
            Notice.Kind.LOST_POINTS,
            config.url(),
            "the broker has forgotten our session; messages of the outage are gone");
      }
      failures = 0;
      everConnected = true;
      onState.accept(new ConnectionState.Connected(clock.instant()));
      opened.complete(null);
    } catch (ConnectionFailure e) {
      failed(e);
    }
  }

  private void failed(ConnectionFailure failure) {
    if (failure.isPermanent() && !everConnected) {
      end();
      opened.completeExceptionally(failure);
      return;
    }
    long backoff = FIRST_BACKOFF_MILLIS << Math.min(failures, 10);
    backoff = Math.min(backoff, config.timing().longestBackoff().toMillis());
    nextTryNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff);
    failures++;
    onState.accept(new ConnectionState.Connecting(failures + 1, failure.reason()));
  }

  private final class Lines implements MqttLine.Receiver {
    @Override
    public void message(String topic, MqttMessage message) {
      try {
        onMessage.accept(topic, message);
      } catch (RuntimeException e) {
        // Paho would drop the connection for what a listener did.
        LOG.error("a listener failed on a message of {}", topic, e);
      }
    }

    @Override
    public void lost(MqttLine line, String why) {
      if (live == line && !thread.isShutdown()) {
        lossReason = why;
        thread.execute(MqttSupervisor.this::look);
      }
    }
  }
}
