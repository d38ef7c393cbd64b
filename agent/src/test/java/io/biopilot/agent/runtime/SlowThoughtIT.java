package io.biopilot.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.brain.Brains;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lock step over the real protocols where a plan takes longer than an idle OPC UA subscription may
 * live (ten publishing intervals): the batch goes on, and comes to the same.
 */
final class SlowThoughtIT {

  private static final long THOUGHT_SECONDS = 14;
  private static final double HOURS = 0.1;

  @TempDir Path folder;

  private Summary run(String data, Driver driver) throws IOException {
    HeadlessBatch.Asked asked =
        new HeadlessBatch.Asked(folder.resolve(data), 101, "nominal", HOURS, "none");
    return HeadlessBatch.run(asked, driver, state -> {});
  }

  /** The demo's brain, whose first plan takes its time. */
  private static Driver slow(AtomicBoolean thought) {
    return config -> {
      Brain brain = Brains.of(config);
      return new Brain(
          brain.model(),
          brain.estimator(),
          (asked, budget) -> {
            if (thought.compareAndSet(false, true)) {
              sleep();
            }
            return brain.planning().plan(asked, budget);
          },
          brain.learning(),
          brain.kernel());
    };
  }

  private static void sleep() {
    try {
      TimeUnit.SECONDS.sleep(THOUGHT_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aPlanThatTakesLongerThanASubscriptionLivesIdleStopsNothing() throws IOException {
    AtomicBoolean thought = new AtomicBoolean();
    Summary slow = run("slow", slow(thought));
    assertThat(thought).isTrue();
    Summary quick = run("quick", Brains::of);
    assertThat(slow.plantHours()).isEqualTo(HOURS);
    assertThat(slow.ticks()).isEqualTo(quick.ticks());
    assertThat(slow.productG()).isEqualTo(quick.productG());
    assertThat(slow.biomassG()).isEqualTo(quick.biomassG());
    assertThat(slow.fallbackTicks()).isEqualTo(quick.fallbackTicks());
  }
}
