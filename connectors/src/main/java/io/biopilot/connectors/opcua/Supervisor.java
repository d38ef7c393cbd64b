package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Notice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link Link} alive by replacing it: looks several times a second at the age of the last
 * sign of life, probes the TCP port while the server is away, and begins a new attempt as soon as
 * the port answers. One thread does all of it.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final OpcUaConfig config;
  private final Attempt attempt;
  private final Supplier<Set<OpcUaTag>> wanted;
  private final Consumer<ConnectionState> onState;
  private final BiConsumer<Notice.Kind, String> onNotice;
  private final InstantSource clock;
  private final ScheduledExecutorService thread;
  private final CompletableFuture<Void> firstConnection = new CompletableFuture<>();

  private volatile @Nullable Link live;
  private volatile long lastLifeNanos;
  private volatile @Nullable String lossReason;
  private boolean everConnected;
  private volatile boolean closed;
  private int failures;
  private long nextTryNanos = System.nanoTime();

  Supervisor(
      OpcUaConfig config,
      Link.Receiver receiver,
      Supplier<Set<OpcUaTag>> wanted,
      Consumer<ConnectionState> onState,
      BiConsumer<Notice.Kind, String> onNotice,
      InstantSource clock) {
    this.config = config;
    this.wanted = wanted;
    this.onState = onState;
    this.onNotice = onNotice;
    this.clock = clock;
    attempt = new Attempt(config, receiver);
    var executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> thread(task, "opcua-" + URI.create(config.url()).getAuthority()),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread = executor;
  }

  CompletionStage<Void> start() {
    onState.accept(new ConnectionState.Connecting(1, ""));
    var unused =
        thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return firstConnection;
  }

  /** Ends everything; completes when the session is closed or has had its time. */
  CompletableFuture<Void> stop() {
    closed = true;
    thread.shutdownNow();
    return CompletableFuture.runAsync(this::end, task -> thread(task, "opcua-end").start());
  }

  private void end() {
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("an attempt to connect to {} did not end in time", config.url());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    firstConnection.completeExceptionally(
        ConnectionFailure.permanent("closed before %s answered".formatted(config.url())));
    Link link = live;
    live = null;
    if (link != null) {
      link.dispose().join();
    }
    onState.accept(new ConnectionState.Closed());
  }

  private static Thread thread(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /** The link if it can carry a request at this moment. */
  Optional<Link> usable() {
    Link link = live;
    return link != null && lossReason == null && link.active()
        ? Optional.of(link)
        : Optional.empty();
  }

  boolean isCurrent(Link link) {
    Link current = live;
    return current == null || current == link;
  }

  void lifeSign() {
    lastLifeNanos = System.nanoTime();
  }

  /** Something told us that the link is gone; the next look replaces it. */
  void lost(Link link, String why) {
    if (live == link) {
      lossReason = why;
      runSoon(this::look);
    }
  }

  /** The set of wanted tags changed. */
  void refresh() {
    runSoon(
        () -> {
          Link link = live;
          if (link != null) {
            monitorWanted(link);
          }
        });
  }

  private void runSoon(Runnable task) {
    thread.execute(task); // discarded after the end
  }

  private void look() {
    if (closed) {
      return;
    }
    try {
      Link link = live;
      if (link != null) {
        checkLife(link);
      } else if (System.nanoTime() - nextTryNanos >= 0) {
        connect();
      }
    } catch (RuntimeException e) {
      LOG.error("supervisor of {} goes on after an unexpected error", config.url(), e);
    }
  }

  private void checkLife(Link link) {
    long silentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastLifeNanos);
    // A server may have agreed to a slower rhythm than the one that was asked for.
    long allowed = Math.max(config.timing().silence().toMillis(), 3 * link.keepAliveMillis());
    if (lossReason == null && silentMillis > allowed) {
      lossReason = "nothing heard for %s ms".formatted(silentMillis);
    }
    String why = lossReason;
    if (why != null) {
      live = null;
      var unused = link.dispose();
      failures = 0;
      nextTryNanos = System.nanoTime();
      onState.accept(new ConnectionState.Connecting(1, why));
      onNotice.accept(Notice.Kind.CONNECTION, "lost: " + why);
    }
  }

  private void connect() {
    try {
      probe();
      Link link = attempt.connect();
      lifeSign();
      lossReason = null;
      live = link;
      monitorWanted(link);
      failures = 0;
      everConnected = true;
      onState.accept(new ConnectionState.Connected(clock.instant()));
      onNotice.accept(Notice.Kind.CONNECTION, "connected");
      firstConnection.complete(null);
    } catch (ConnectionFailure e) {
      failed(e);
    }
  }

  private void failed(ConnectionFailure failure) {
    failures++;
    nextTryNanos = System.nanoTime() + config.timing().probe().toNanos();
    if (failure.isPermanent() && !everConnected) {
      closed = true;
      thread.shutdown();
      onState.accept(new ConnectionState.Closed());
      firstConnection.completeExceptionally(failure);
      return;
    }
    LOG.debug("attempt {} at {} failed", failures, config.url(), failure);
    onState.accept(new ConnectionState.Connecting(failures + 1, failure.reason()));
  }

  private void monitorWanted(Link link) {
    try {
      link.monitor(wanted.get());
    } catch (ConnectionFailure e) {
      onNotice.accept(Notice.Kind.REJECTED, e.reason());
      lossReason = e.reason();
    }
  }

  /** A cheap look whether anybody listens, so that a heavy attempt is not made in vain. */
  private void probe() throws ConnectionFailure {
    URI uri = URI.create(config.url());
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(uri.getHost(), uri.getPort()),
          (int) config.timing().probe().toMillis());
    } catch (IOException e) {
      throw ConnectionFailure.passing(
          "%s does not answer (%s)".formatted(config.url(), e.getMessage()), e);
    }
  }
}
