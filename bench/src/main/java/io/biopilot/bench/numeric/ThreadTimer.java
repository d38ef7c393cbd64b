package io.biopilot.bench.numeric;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.function.LongSupplier;

/** Times a piece of work after a warm-up: the median of rounds. */
public final class ThreadTimer {
  private static final double WARM_UP_NANOS = 1.5e9;
  private static final double ROUND_NANOS = 2e7;
  private static final int ROUNDS = 31;

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

  private static double microseconds(Runnable work, LongSupplier clock) {
    long calls = 0;
    long begin = clock.getAsLong();
    while (clock.getAsLong() - begin < WARM_UP_NANOS) {
      work.run();
      calls++;
    }
    double perCall = WARM_UP_NANOS / calls;
    long repeat = (long) Math.max(1, ROUND_NANOS / perCall);
    double[] rounds = new double[perCall > 1e9 ? 5 : ROUNDS];
    for (int i = 0; i < rounds.length; i++) {
      long from = clock.getAsLong();
      for (long j = 0; j < repeat; j++) {
        work.run();
      }
      rounds[i] = (clock.getAsLong() - from) * 1e-3 / repeat;
    }
    Arrays.sort(rounds);
    return rounds[rounds.length / 2];
  }
}
