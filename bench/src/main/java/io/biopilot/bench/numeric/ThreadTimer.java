package io.biopilot.bench.numeric;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * Times a piece of work after a warm-up: the fastest of many short rounds, for ours and for peers
 * alike. What else the machine does can only lengthen a round.
 */
public final class ThreadTimer {
  private static final double WARM_UP_NANOS = 1.5e9;
  private static final double ROUND_NANOS = 5e6;
  private static final int ROUNDS = 121;

  private ThreadTimer() {}

  /** CPU time of the current thread for one call (µs). */
  public static double microseconds(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return microseconds(work, threads::getCurrentThreadCpuTime);
  }

  /** Time on the wall for one call (µs), where the work has threads of its own. */
  public static double wallMicroseconds(Runnable work) {
    return microseconds(work, System::nanoTime);
  }

  /** As {@link #microseconds(Runnable)} for work whose code is compiled already. */
  static double warmMicroseconds(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return microseconds(work, threads::getCurrentThreadCpuTime, 0.1 * WARM_UP_NANOS, ROUNDS / 2);
  }

  private static double microseconds(Runnable work, LongSupplier clock) {
    return microseconds(work, clock, WARM_UP_NANOS, ROUNDS);
  }

  private static double microseconds(
      Runnable work, LongSupplier clock, double warmUpNanos, int most) {
    long calls = 0;
    long begin = clock.getAsLong();
    while (clock.getAsLong() - begin < warmUpNanos) {
      work.run();
      calls++;
    }
    double perCall = warmUpNanos / calls;
    long repeat = (long) Math.max(1, ROUND_NANOS / perCall);
    int rounds = perCall > 1e9 ? 5 : most;
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rounds; i++) {
      long from = clock.getAsLong();
      for (long j = 0; j < repeat; j++) {
        work.run();
      }
      fastest = Math.min(fastest, (clock.getAsLong() - from) * 1e-3 / repeat);
    }
    return fastest;
  }
}
