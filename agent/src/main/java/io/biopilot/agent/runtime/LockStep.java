package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One tick at a time with a simulator that waits for us: when the barriers on both protocols have
 * come and every sample that they count, the samples are sorted by (source time, tag) and given to
 * the loop, then the tick; its set-points and the acknowledgement go out in one write. What came of
 * writes, calls and trainings is given to the loop before the next tick's samples, so that a run
 * depends on nothing but its seed.
 */
final class LockStep implements Pace {

  private static final Comparator<Sample> ORDER =
      Comparator.comparing(Sample::sourceTime).thenComparing(sample -> sample.tag().name());

  /**
   * So many ticks after it began a training's result is used, whenever it was ready: training runs
   * beside the ticks, and yet its model comes into force at a fixed one.
   */
  private static final long TRAINING_TICKS = 15;

  /** From one attempt to acknowledge to the next. */
  private static final long AGAIN_MILLIS = 200;

  private final Connector connector;
  private final Bus bus;
  private final Settings settings;

  /** Of the present tick, one a tag: a new session is sent the tick's samples again. */
  private final Map<Tag, Sample> online = new HashMap<>();

  private final List<Sample> late = new ArrayList<>();
  private final List<Event> reports = new ArrayList<>();
  private final Map<Long, Long> trainings = new TreeMap<>();
  private final Map<Long, Event.ModelTrained> trained = new TreeMap<>();
  private CompletionStage<?> calls = CompletableFuture.completedFuture(null);
  private @Nullable Consumer<Event> loop;
  private Effect.@Nullable Write write;
  private volatile Counted onlineBarrier = new Counted(-1, 0);
  private Counted lateBarrier = new Counted(-1, 0);
  private volatile Instant now = Instant.EPOCH;
  private long next;
  private boolean written = true;
  private volatile boolean stopped;

  /** A barrier: tick and how many samples belong to it. */
  private record Counted(long tick, long count) {}

  /**
   * @param barrier vector {tick, count} that follows the online samples of a tick
   * @param acknowledge written last
   * @param lateBarrier the same for late samples; null if nothing comes late
   * @param atStart given to the loop with the first tick's time, before the tick
   */
  record Settings(
      String reactor,
      Tag barrier,
      Tag acknowledge,
      @Nullable Tag lateBarrier,
      Function<Instant, List<Event>> atStart) {}

  LockStep(Connector connector, Bus bus, Settings settings) {
    this.connector = connector;
    this.bus = bus;
    this.settings = settings;
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public void start(LoopState state, Consumer<Event> loop) {
    this.loop = loop;
    next = state.tick() + 1;
  }

  @Override
  public void stop() {
    stopped = true;
  }

  @Override
  public void arrived(Sample sample) {
    Tag tag = sample.tag();
    if (tag.equals(settings.barrier())) {
      Counted shown = counted(sample);
      if (shown.tick() < next) {
        online.clear();
        return;
      }
      onlineBarrier = shown;
      now = sample.sourceTime();
    } else if (tag.equals(settings.lateBarrier())) {
      // The broker keeps the newest for those who come anew, and may hand it out after the next.
      Counted shown = counted(sample);
      lateBarrier = shown.tick() < lateBarrier.tick() ? lateBarrier : shown;
    } else if (sample.kind() == SampleKind.ONLINE) {
      online.put(tag, sample);
    } else {
      late.add(sample);
    }
    advance();
  }

  private static Counted counted(Sample barrier) {
    return new Counted(Math.round(barrier.value().get(0)), Math.round(barrier.value().get(1)));
  }

  private boolean complete() {
    boolean lateComplete =
        settings.lateBarrier() == null
            || (lateBarrier.tick() == next && lateBarrier.count() == late.size());
    return onlineBarrier.tick() == next
        && onlineBarrier.count() == online.size()
        && lateComplete
        && written
        && trainings.entrySet().stream()
            .allMatch(due -> due.getValue() > next || trained.containsKey(due.getKey()));
  }

  private void advance() {
    if (stopped || loop == null || !complete()) {
      return;
    }
    List<Sample> samples = new ArrayList<>(online.values());
    samples.addAll(late);
    samples.sort(ORDER);
    online.clear();
    late.clear();
    List<Event> events = new ArrayList<>(reports);
    reports.clear();
    events.addAll(trainingsDue());
    for (Sample sample : samples) {
      events.add(new Event.SampleReceived(settings.reactor(), now, sample));
    }
    if (next == 0) {
      events.addAll(settings.atStart().apply(now));
    }
    events.add(new Event.TickDue(settings.reactor(), now, next));
    next++;
    written = false;
    events.forEach(loop);
  }

  private List<Event> trainingsDue() {
    List<Event> due = new ArrayList<>();
    for (Map.Entry<Long, Long> training : Map.copyOf(trainings).entrySet()) {
      Event.ModelTrained result = trained.get(training.getKey());
      if (training.getValue() <= next && result != null) {
        trainings.remove(training.getKey());
        trained.remove(training.getKey());
        due.add(result.at(now));
      }
    }
    return due;
  }

  @Override
  public void reported(Event event) {
    if (event instanceof Event.ModelTrained result) {
      trained.put(result.request(), result);
    } else {
      written |= event instanceof Event.WriteReported;
      reports.add(event);
    }
    advance();
  }

  @Override
  public void training(long request) {
    trainings.put(request, next + TRAINING_TICKS);
  }

  @Override
  public void write(Effect.Write asked) {
    if (asked.request() == Long.MAX_VALUE) {
      // The loop broke: no tick will be acknowledged any more.
      connector.write(asked.setpoints());
      return;
    }
    write = asked;
  }

  @Override
  public void call(Effect.Call call) {
    CompletionStage<CallResult> done = calls.thenCompose(before -> connector.call(call.command()));
    calls = done;
    Instant at = now;
    done.thenAccept(
        result ->
            bus.send(Bus.Address.LOOP, new Event.CallReported(settings.reactor(), at, result)));
  }

  @Override
  public void tickDone(long tick) {
    Effect.Write asked = write;
    write = null;
    List<Setpoint> all = new ArrayList<>(asked == null ? List.of() : asked.setpoints());
    all.add(new Setpoint(settings.acknowledge(), tick));
    Instant at = now;
    long request = asked == null ? -1 : asked.request();
    calls.thenAccept(
        before ->
            send(
                all,
                tick,
                own ->
                    bus.send(
                        Bus.Address.LOOP,
                        new Event.WriteReported(settings.reactor(), at, request, own))));
    calls = CompletableFuture.completedFuture(null);
  }

  /**
   * Writes until the plant has taken the acknowledgement: it stands still until then, and a write
   * is lost if the connection is just being made anew. A plant that has gone on has taken it.
   */
  private void send(List<Setpoint> all, long tick, Consumer<List<WriteResult>> report) {
    connector
        .write(all)
        .thenAccept(
            results -> {
              WriteResult acknowledged = results.get(results.size() - 1);
              if (acknowledged instanceof WriteResult.Accepted || onlineBarrier.tick() > tick) {
                report.accept(results.subList(0, results.size() - 1));
              } else if (!stopped) {
                CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> send(all, tick, report));
              }
            });
  }
}
