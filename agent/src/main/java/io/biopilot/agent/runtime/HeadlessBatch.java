package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.LoopState;
import io.biopilot.simulators.plant.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** One batch of the demo in lock step, from inoculation to harvest, without a page. */
public final class HeadlessBatch {

  /** Longest time without any event before a batch counts as stuck. */
  private static final long STUCK_SECONDS = 300;

  private HeadlessBatch() {}

  /**
   * @param until batch time at which to stop (h); infinity for harvest
   * @param store {@code questdb} or {@code none}
   */
  public record Asked(Path data, long seed, String controller, double until, String store) {}

  /**
   * Runs it.
   *
   * @param driver what drives it
   * @param progress told of each state, on the loop's context
   */
  public static Summary run(Asked asked, Driver driver, Consumer<LoopState> progress)
      throws IOException {
    long begin = System.nanoTime();
    Tally tally = new Tally(asked.until());
    AtomicLong newest = new AtomicLong(begin);
    Consumer<LoopState> told =
        progress.andThen(tally).andThen(state -> newest.set(System.nanoTime()));
    try (Demo demo =
        Demo.start(
            new Demo.Options(
                asked.data(),
                asked.seed(),
                asked.controller(),
                0,
                asked.store(),
                told,
                fault -> tally.ended().completeExceptionally(fault)),
            driver)) {
      // What is counted must not depend on how soon the end is noticed here.
      demo.plant().stopAt(Math.min(asked.until(), demo.config().loop().batch().end()));
      LoopState last = ended(tally, newest);
      Truth truth = demo.plant().status().truth();
      double seconds = (System.nanoTime() - begin) / 1e9;
      Foresight.Errors errors = Foresight.judge(demo.brain(), last, tally.hourly());
      return summary(asked, tally, new Outcome(last, truth, seconds, errors));
    } catch (ExecutionException e) {
      throw new IOException("the batch did not come to its end: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static LoopState ended(Tally tally, AtomicLong newest)
      throws ExecutionException, InterruptedException, IOException {
    while (true) {
      try {
        return tally.ended().get(1, TimeUnit.SECONDS);
      } catch (TimeoutException running) {
        long silent = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - newest.get());
        if (silent > STUCK_SECONDS) {
          throw new Stuck(
              "the batch is stuck after %d ticks: nothing has happened for %d s"
                  .formatted(tally.ticks(), silent));
        }
      }
    }
  }

  /** Plant and agent wait for each other; the same batch may well go to its end another time. */
  public static final class Stuck extends IOException {
    private static final long serialVersionUID = 1L;

    Stuck(String message) {
      super(message);
    }
  }

  private record Outcome(LoopState last, Truth truth, double seconds, Foresight.Errors errors) {}

  private static Summary summary(Asked asked, Tally tally, Outcome outcome) {
    Truth truth = outcome.truth();
    Truth.Minutes minutes = truth.violationMinutes();
    return new Summary(
        asked.seed(),
        asked.controller(),
        truth.hours(),
        outcome.seconds(),
        truth.productG(),
        truth.biomassG(),
        truth.doMinPercent(),
        new Summary.Minutes(
            minutes.oxygen(), minutes.acetate(), minutes.glucose(), minutes.volume()),
        truth.unsafeWrites(),
        tally.ticks(),
        tally.fallbackTicks(),
        tally.solveMs(0.5),
        tally.solveMs(0.99),
        outcome.errors().before(),
        outcome.errors().after(),
        outcome.last().twin().model().version());
  }
}
