package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.Hours;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.connectors.Connector;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ticks by the plant's clock; writes as soon as they are ruled.
 *
 * <p>Ticks are due at equal distances from the first one, however late each comes, so that nothing
 * drifts. After a pause of the process only the newest tick is worked on, under its own number: the
 * loop sees from the gap in the numbers that some were missed.
 */
final class RealTime implements Pace {

  private static final long BEAT_MILLIS = 1000;
  private static final long MOST_BEATS = 100;
  private static final long SHORTEST_MILLIS = 5;
  private static final long WAIT_FOR_CLOCK_MILLIS = 100;
  private static final long NO_TIMER = -1;

  /** Ticks; the next one lies one ahead. */
  private static final double LONGEST_WAIT = 1.5;

  private final Timers timers;
  private final Bus bus;
  private final PlantClock clock;
  private final Connector connector;
  private final Settings settings;
  private final SpeedWatch speed;
  private @Nullable Consumer<Event> loop;
  private @Nullable Instant next;
  private long tick;
  private long timer = NO_TIMER;
  private long beats;
  private boolean stopped;
  private boolean hurried;

  /**
   * @param tickHours length of a tick (h)
   * @param heartbeat tag to be written each second; null for none
   */
  record Settings(String reactor, double tickHours, @Nullable Tag heartbeat) {}

  RealTime(Timers timers, Bus bus, PlantClock clock, Connector connector, Settings settings) {
    this.timers = timers;
    this.bus = bus;
    this.clock = clock;
    this.connector = connector;
    this.settings = settings;
    speed = new SpeedWatch(clock.speed());
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void start(LoopState state, Consumer<Event> loop) {
    this.loop = loop;
    tick = state.tick();
    schedule();
    Tag heartbeat = settings.heartbeat();
    if (heartbeat != null) {
      // On the loop's own context: a loop that hangs stops the heartbeat, and the plant falls back.
      timers.every(BEAT_MILLIS, () -> beat(heartbeat));
    }
  }

  private void beat(Tag heartbeat) {
    if (!stopped) {
      // Small enough for whatever integer the plant keeps it in.
      beats = (beats + 1) % MOST_BEATS;
      connector.write(List.of(new Setpoint(heartbeat, beats)));
    }
  }

  private void schedule() {
    if (stopped) {
      return;
    }
    if (timer != NO_TIMER) {
      timers.cancel(timer);
    }
    if (!clock.started()) {
      timer = timers.after(WAIT_FOR_CLOCK_MILLIS, this::schedule);
      return;
    }
    Instant now = clock.instant();
    if (next == null || Hours.between(now, next) > LONGEST_WAIT * settings.tickHours()) {
      // The first tick; or the clock was set back, and nobody shall wait until it is there again.
      next = now;
    }
    long millis = Math.max(SHORTEST_MILLIS, clock.millisUntil(next));
    timer = timers.after(millis, this::due);
  }

  private void due() {
    hurried = false;
    Instant now = clock.instant();
    if (stopped || next == null || loop == null) {
      return;
    }
    if (!now.isBefore(next)) {
      long passed = (long) Math.floor(Hours.between(next, now) / settings.tickHours());
      tick += 1 + passed;
      next = Hours.after(next, (1 + passed) * settings.tickHours());
      loop.accept(new Event.TickDue(settings.reactor(), now, tick));
    }
    schedule();
  }

  @Override
  public void arrived(Sample sample) {
    if (sample.kind() == SampleKind.ONLINE) { // others are drawn long before they come
      clock.seen(sample.tag().name(), sample.sourceTime());
      watchSpeed(sample);
    }
    if (loop != null) {
      loop.accept(new Event.SampleReceived(settings.reactor(), clock.instant(), sample));
    }
    // A plant that runs faster than configured, or was away, brings its tick with its samples; the
    // timer lets those that came together in before it.
    if (!hurried && next != null && clock.instant().isAfter(next)) {
      hurried = true;
      schedule();
    }
  }

  private void watchSpeed(Sample sample) {
    String wrong = speed.seen(sample.sourceTime(), clock.wallNow());
    if (wrong != null && loop != null) {
      Instant now = clock.instant();
      Notice notice = new Notice(Notice.Kind.SPEED, sample.tag().name(), wrong, now);
      loop.accept(new Event.Noticed(settings.reactor(), now, "plant", notice));
    }
  }

  @Override
  public void reported(Event event) {
    if (loop != null) {
      loop.accept(event);
    }
  }

  @Override
  public void write(Effect.Write write) {
    connector
        .write(write.setpoints())
        .whenComplete(
            (results, failure) -> {
              if (results != null) {
                bus.send(
                    Bus.Address.LOOP,
                    new Event.WriteReported(
                        settings.reactor(), clock.instant(), write.request(), results));
              }
            });
  }

  @Override
  public void call(Effect.Call call) {
    connector
        .call(call.command())
        .whenComplete(
            (result, failure) -> {
              if (result != null) {
                bus.send(
                    Bus.Address.LOOP,
                    new Event.CallReported(settings.reactor(), clock.instant(), result));
              }
            });
  }

  @Override
  public void tickDone(long tick) {
    // Nobody waits for it in real time.
  }

  @Override
  public void training(long request) {
    // Its result is taken when it comes.
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
