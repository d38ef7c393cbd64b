package io.biopilot.bench.loop;

import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.runtime.HeadlessBatch;
import io.biopilot.agent.runtime.Summary;
import io.biopilot.bench.contender.Contender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the batches that are not yet in the file, some side by side in this process, each with its
 * own plant, servers and agent. What a batch comes to depends on its seed alone.
 */
final class Campaign {

  /** Longest wait for the first batch before another is begun beside it. */
  private static final long LONGEST_START_SECONDS = 60;

  private final Asked asked;
  private final ResultFile file;
  private final Progress progress;
  private final ConcurrentLinkedQueue<BatchResult.Key> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean broken = new AtomicBoolean();
  private final CountDownLatch begun = new CountDownLatch(1);

  /**
   * What to run.
   *
   * @param code hash of the program
   * @param hours how far each batch goes; infinity for harvest
   * @param jobs batches side by side
   * @param data folder for keys and journals
   */
  record Asked(
      List<Long> seeds,
      List<Contender> contenders,
      String code,
      double hours,
      int jobs,
      Path data) {
    Asked {
      seeds = List.copyOf(seeds);
      contenders = List.copyOf(contenders);
    }
  }

  Campaign(Asked asked, ResultFile file, Progress progress) {
    this.asked = asked;
    this.file = file;
    this.progress = progress;
  }

  /** Every batch that was asked for, seed by seed. */
  List<BatchResult> run() throws IOException, InterruptedException {
    List<BatchResult.Key> keys = keys();
    for (BatchResult.Key key : keys) {
      if (file.find(key).isEmpty()) {
        waiting.add(key);
      }
    }
    progress.begin(keys.size(), List.copyOf(waiting));
    lanes();
    progress.end();
    List<BatchResult> results = new ArrayList<>();
    keys.forEach(key -> file.find(key).ifPresent(results::add));
    return results;
  }

  private List<BatchResult.Key> keys() {
    List<BatchResult.Key> keys = new ArrayList<>();
    for (long seed : asked.seeds()) {
      for (Contender contender : asked.contenders()) {
        keys.add(new BatchResult.Key(seed, contender.title(), asked.code()));
      }
    }
    return keys;
  }

  private void lanes() throws IOException, InterruptedException {
    ExecutorService lanes = Executors.newFixedThreadPool(asked.jobs());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int lane = 0; lane < Math.min(asked.jobs(), waiting.size()); lane++) {
        Path data = asked.data().resolve("lane" + lane);
        if (lane > 0) {
          // Two cold starts at once compete for the same cores and slow each other down.
          begun.await(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        }
        running.add(
            lanes.submit(
                () -> {
                  work(data);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      broken.set(true);
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException("a batch broke: " + e.getCause(), e.getCause());
    } finally {
      lanes.shutdown();
    }
  }

  private void work(Path data) throws IOException {
    for (BatchResult.Key next = waiting.poll(); next != null; next = waiting.poll()) {
      if (broken.get()) {
        return;
      }
      BatchResult.Key key = next;
      Contender contender = Contender.titled(key.controller()).orElseThrow();
      Summary summary = summary(key, contender, data);
      file.add(BatchResult.of(summary.json().encode(), key, asked.hours()));
      progress.done(key, summary.wallSeconds());
    }
  }

  /** A batch that got stuck is begun anew, once: its figures do not depend on when it ran. */
  private Summary summary(BatchResult.Key key, Contender contender, Path data) throws IOException {
    try {
      return once(key, contender, data);
    } catch (HeadlessBatch.Stuck first) {
      progress.say(
          "seed %d, %s: %s; once more".formatted(key.seed(), key.controller(), first.getMessage()));
      return once(key, contender, data);
    }
  }

  private Summary once(BatchResult.Key key, Contender contender, Path data) throws IOException {
    return HeadlessBatch.run(
        new HeadlessBatch.Asked(data, key.seed(), contender.kind(), asked.hours(), "none"),
        contender.driver(key.seed()),
        state -> {
          begun.countDown();
          progress.at(key, hours(state));
        });
  }

  private static double hours(LoopState state) {
    LoopState.BatchState batch = state.batch();
    return batch == null ? 0 : batch.hours(state.at());
  }
}
