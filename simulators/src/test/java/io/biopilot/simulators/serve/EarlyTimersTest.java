package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlyTimersTest {

  private final EarlyTimers timers = new EarlyTimers("test-timers");
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  @Test
  void firingRunsShortTimersOnceAndLeavesLongOnesAlone() throws Exception {
    Semaphore longOne = new Semaphore(0);
    var shortOne = timers.schedule(runs::incrementAndGet, 300, TimeUnit.MILLISECONDS);
    var later = timers.schedule(() -> longOne.release(), 60, TimeUnit.SECONDS);
    timers.fire(1);
    assertThat(runs).hasValue(1);
    assertThat(shortOne.isDone()).isTrue();
    assertThat(later.isDone()).isFalse();
    assertThat(longOne.tryAcquire(600, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void aTimerThatIsRunningWhileFiredRunsAgainAtOnce() throws Exception {
    Semaphore second = new Semaphore(0);
    // No timer is set at the moment: its task runs, and sets it only afterwards.
    timers.fire(1);
    var owed = timers.schedule(() -> second.release(), 4, TimeUnit.SECONDS);
    assertThat(second.tryAcquire(2, TimeUnit.SECONDS)).isTrue();
    // The debt is paid once only.
    var next = timers.schedule(() -> second.release(), 4, TimeUnit.SECONDS);
    assertThat(second.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(owed.isCancelled() || next.isDone()).isFalse();
  }

  @Test
  void withoutFiringTimersKeepTheirTime() throws Exception {
    Semaphore done = new Semaphore(0);
    long begin = System.nanoTime();
    var timer = timers.schedule(() -> done.release(), 200, TimeUnit.MILLISECONDS);
    assertThat(done.tryAcquire(5, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(200_000_000L);
    assertThat(timer.isCancelled()).isFalse();
  }
}
