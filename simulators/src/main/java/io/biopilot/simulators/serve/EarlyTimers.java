package io.biopilot.simulators.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose short timers can be made to fire at once. In lock step each tick fires the
 * server's publishing timers early, so that a step costs its own work and not a publishing
 * interval; in real time it is an ordinary scheduler.
 *
 * <p>A timer that is running while the others are fired has not been set again yet: the firing is
 * owed to it, and its next setting runs at once. Long timers (a session's timeout) are left alone.
 */
final class EarlyTimers extends AbstractExecutorService implements ScheduledExecutorService {

  /** Publishing intervals are shorter than this, sessions' timeouts longer. */
  private static final long LONGEST_SHORT_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final ScheduledThreadPoolExecutor executor;
  private final Set<EarlyTask<?>> waiting = ConcurrentHashMap.newKeySet();
  private int owed;

  EarlyTimers(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
  }

  /** Fires every short timer now; timers is how many there should be. */
  void fire(int timers) {
    List<EarlyTask<?>> due = new ArrayList<>(waiting);
    synchronized (this) {
      owed = Math.max(0, timers - due.size());
    }
    due.forEach(EarlyTask::runNow);
  }

  private synchronized boolean takeOwed() {
    if (owed == 0) {
      return false;
    }
    owed--;
    return true;
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
    long nanos = unit.toNanos(delay);
    EarlyTask<V> task = new EarlyTask<>(work, System.nanoTime() + nanos);
    if (nanos > LONGEST_SHORT_NANOS) {
      task.timer = executor.schedule(task, delay, unit);
      return task;
    }
    if (takeOwed()) {
      executor.execute(task);
      return task;
    }
    waiting.add(task);
    task.timer = executor.schedule(task, delay, unit);
    return task;
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    return schedule(
        () -> {
          work.run();
          return Boolean.TRUE;
        },
        delay,
        unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable work, long initialDelay, long period, TimeUnit unit) {
    return executor.scheduleAtFixedRate(work, initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable work, long initialDelay, long delay, TimeUnit unit) {
    return executor.scheduleWithFixedDelay(work, initialDelay, delay, unit);
  }

  @Override
  public void execute(Runnable work) {
    executor.execute(work);
  }

  @Override
  public void shutdown() {
    executor.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return executor.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return executor.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return executor.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return executor.awaitTermination(timeout, unit);
  }

  /** A timer that runs once, by its time or early. */
  private final class EarlyTask<V> extends FutureTask<V> implements ScheduledFuture<V> {
    private final long at;
    private volatile @Nullable ScheduledFuture<?> timer;

    EarlyTask(Callable<V> work, long at) {
      super(work);
      this.at = at;
    }

    void runNow() {
      ScheduledFuture<?> set = timer;
      if (set != null) {
        set.cancel(false);
      }
      run();
    }

    @Override
    public void run() {
      waiting.remove(this);
      super.run();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      waiting.remove(this);
      ScheduledFuture<?> set = timer;
      if (set != null) {
        set.cancel(false);
      }
      return super.cancel(mayInterrupt);
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }
}
