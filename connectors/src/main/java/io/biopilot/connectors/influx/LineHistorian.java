package io.biopilot.connectors.influx;

import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.spool.Entry;
import io.biopilot.connectors.spool.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A historian that spools lines and sends them from a thread of its own. */
public final class LineHistorian implements Historian {

  /** Points in one request, and bytes. */
  private static final int BATCH = 5_000;

  private static final long BATCH_BYTES = 2L << 20;
  private static final long SHORTEST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;
  private static final long IDLE_MILLIS = 200;

  /** Telemetry kept while a store is away: 4 GB is about 40 million points. */
  private static final long SPOOL_BYTES = 4L << 30;

  private static final Logger LOG = LoggerFactory.getLogger(LineHistorian.class);

  private final LineSink sink;
  private final StoreReader reader;
  private final Spool spool;
  private final Quarantine quarantine;
  private final Consumer<Notice> notices;
  private final Thread sender = new Thread(this::run, "historian");
  private final ExecutorService queries =
      Executors.newSingleThreadExecutor(task -> daemon(task, "historian-query"));
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> flushes =
      new ConcurrentSkipListMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Semaphore wake = new Semaphore(0);
  private long stored;
  private String lastComplaint = "";

  /**
   * A historian from its parts.
   *
   * @param directory of the spool and the quarantine
   * @param notices told of lost and quarantined points, and once of each reason why a store is away
   */
  public LineHistorian(LineSink sink, StoreReader reader, Path directory, Consumer<Notice> notices)
      throws IOException {
    this.sink = sink;
    this.reader = reader;
    this.notices = notices;
    spool = Spool.open(Spool.Settings.outbox(directory, SPOOL_BYTES));
    stored = spool.lastSequence() - spool.pending();
    quarantine = new Quarantine(directory.resolve("quarantine.lp"));
    sender.setDaemon(true);
  }

  /** One that writes to and reads from an InfluxDB server. */
  public static LineHistorian influx(InfluxConfig config, Path directory, Consumer<Notice> notices)
      throws IOException {
    return new LineHistorian(
        new InfluxSink(config, true), new InfluxQlReader(config), directory, notices);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /** Begins to send; completes at once, whether or not the store is there. */
  @Override
  public CompletionStage<Void> open() {
    if (sender.getState() == Thread.State.NEW) {
      sender.start();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void append(List<Point> points) {
    if (points.isEmpty()) {
      return;
    }
    List<byte[]> lines =
        points.stream()
            .map(LineProtocol::line)
            .map(line -> line.getBytes(StandardCharsets.UTF_8))
            .toList();
    try {
      spool.append(lines);
    } catch (IOException e) {
      tell("%s points could not be spooled: %s".formatted(points.size(), e));
    }
  }

  @Override
  public CompletionStage<Void> flush() {
    CompletableFuture<Void> flushed = new CompletableFuture<>();
    CompletableFuture<Void> same =
        flushes.merge(spool.lastSequence(), flushed, (before, now) -> before);
    wake.release();
    return same.copy();
  }

  @Override
  public CompletionStage<List<Point>> query(Query query) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return reader.read(query);
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        queries);
  }

  /** Points that are not in the store yet. */
  public long pending() {
    return spool.pending();
  }

  /** Stops sending; what is not sent stays on disk for the next start. */
  @Override
  public CompletionStage<Void> close() {
    if (!closed.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
        this::shutDown, task -> daemon(task, "historian-end").start());
  }

  private void shutDown() {
    wake.release();
    try {
      sender.join(30_000);
      queries.shutdown();
      spool.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      tell("closing the spool: " + e);
    }
    sink.close();
    flushes
        .values()
        .forEach(f -> f.completeExceptionally(new IOException("the historian was closed")));
  }

  private void run() {
    long pause = SHORTEST_PAUSE_MILLIS;
    while (!closed.get()) {
      try {
        LineSink.Answer.@Nullable Away away = drain();
        if (away == null) {
          pause = SHORTEST_PAUSE_MILLIS;
          completeFlushes();
          rest(flushes.isEmpty() ? IDLE_MILLIS : 5);
        } else {
          complain(away.reason());
          rest(Math.max(pause, Math.min(away.afterMillis(), 60_000)));
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("the historian goes on after an unexpected error", e);
        complain(e.toString());
        rest(LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** Sends all that is spooled; null when nothing is left, else why it stopped. */
  private LineSink.Answer.@Nullable Away drain() throws IOException {
    while (spool.pending() > 0 && !closed.get()) {
      Spool.Batch batch = spool.peek(BATCH, BATCH_BYTES);
      if (batch.lost() > 0) {
        tell("%s points were dropped before they could be stored".formatted(batch.lost()));
      }
      List<String> lines = batch.entries().stream().map(Entry::text).toList();
      if (!lines.isEmpty() && send(lines) instanceof LineSink.Answer.Away away) {
        return away;
      }
      spool.acknowledge(batch.upTo());
      stored = batch.upTo();
      if (!lastComplaint.isEmpty()) {
        lastComplaint = "";
        notices.accept(new Notice(Notice.Kind.CONNECTION, "historian", "stores again", now()));
      }
      completeFlushes();
    }
    return null;
  }

  /** Halves a faulty batch until the guilty lines stand alone. */
  private LineSink.Answer send(List<String> lines) throws IOException {
    LineSink.Answer answer = sink.send(lines);
    if (!(answer instanceof LineSink.Answer.Faulty faulty)) {
      return answer;
    }
    if (lines.size() == 1) {
      quarantine.put(lines.get(0), faulty.reason());
      tell(
          "the store refused a point (%s): %s; it is kept in %s"
              .formatted(faulty.reason(), lines.get(0), quarantine.file()));
      return new LineSink.Answer.Stored();
    }
    int half = lines.size() / 2;
    LineSink.Answer first = send(lines.subList(0, half));
    return first instanceof LineSink.Answer.Away ? first : send(lines.subList(half, lines.size()));
  }

  private void completeFlushes() {
    if (flushes.headMap(stored, true).isEmpty() || !sink.settled()) {
      return;
    }
    Map.Entry<Long, CompletableFuture<Void>> due = flushes.firstEntry();
    while (due != null && due.getKey() <= stored) {
      flushes.remove(due.getKey());
      due.getValue().complete(null);
      due = flushes.firstEntry();
    }
  }

  /** Waits, but not if a flush or the end is asked for. */
  private void rest(long millis) {
    try {
      if (wake.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once for each new reason. */
  private void complain(String reason) {
    if (!reason.equals(lastComplaint)) {
      lastComplaint = reason;
      notices.accept(
          new Notice(
              Notice.Kind.CONNECTION,
              "historian",
              "the store is away: %s; %s points wait on disk".formatted(reason, spool.pending()),
              now()));
    }
  }

  private void tell(String text) {
    notices.accept(new Notice(Notice.Kind.LOST_POINTS, "historian", text, now()));
  }

  private static Instant now() {
    return Instant.now();
  }
}
