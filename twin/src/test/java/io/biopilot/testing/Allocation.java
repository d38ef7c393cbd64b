package io.biopilot.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a piece of code allocates once it is warm. */
public final class Allocation {
  private static final int WARM_UP = 200;
  private static final int ROUNDS = 100;
  private static final int ATTEMPTS = 5;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private Allocation() {}

  /**
   * Bytes that the current thread allocates in 100 runs of the work, after 200 runs to warm up. The
   * least of five attempts, so that a class loaded on the way does not count; of more attempts, for
   * up to twenty seconds, while it is not zero: some code allocates until the optimising compiler,
   * busy on its own thread, has seen it.
   */
  public static long bytesWhenWarm(Runnable work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    for (int i = 0; i < WARM_UP; i++) {
      work.run();
    }
    long least = Long.MAX_VALUE;
    long begin = System.nanoTime();
    for (int attempt = 0;
        attempt < ATTEMPTS || (least > 0 && System.nanoTime() - begin < PATIENCE_NANOS);
        attempt++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < ROUNDS; i++) {
        work.run();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    return least;
  }
}
