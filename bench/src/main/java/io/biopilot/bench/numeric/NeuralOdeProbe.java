package io.biopilot.bench.numeric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Times the gradient of {@link NeuralOde}; arguments: back end, folder, trajectories, threads,
 * relative tolerance. Threads share nothing.
 */
public final class NeuralOdeProbe {
  private static final int TURNS = 3;

  private NeuralOdeProbe() {}

  /** Runs the probe in a Java of its own; its gradient lands in the folder as ours.f64. */
  static JsonNode start(
      Session session, String backend, Path folder, int trajectories, int threads) {
    session.progress("  ours, " + backend + ", " + trajectories + " on " + threads);
    return Json.lastLine(
        session.inFreshJava(
            NeuralOdeProbe.class,
            backend,
            folder.toString(),
            "" + trajectories,
            "" + threads,
            "" + NeuralOde.RELATIVE));
  }

  public static void main(String[] arguments) {
    int trajectories = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    NeuralOde ode = NeuralOde.of(arguments[0], Double.parseDouble(arguments[4]));
    NeuralOde.Share share = ode.trajectories(trajectories);
    share.run();
    Doubles.write(Path.of(arguments[1]).resolve("ours.f64"), share.gradient().toArray());
    double loss = share.loss();
    ObjectNode result =
        threads == 1
            ? JsonNodeFactory.instance.objectNode().put("us", ThreadTimer.microseconds(share))
            : parallel(ode, share, threads);
    System.out.println(result.put("kernels", ode.kernels()).put("loss", loss));
  }

  /**
   * Times on the wall of all trajectories on one thread and on several, in turns; the calling
   * thread takes one of the shares. "alone" and "several_alone" are the parts of these times in
   * which the threads had processors.
   */
  private static ObjectNode parallel(NeuralOde ode, NeuralOde.Share alone, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads - 1);
    try {
      NeuralOde.Share[] shares = new NeuralOde.Share[threads];
      double longest = 0.0;
      for (int i = 0; i < threads; i++) {
        shares[i] = ode.share(i, threads);
        longest = Math.max(longest, ThreadTimer.microseconds(shares[i]));
      }
      double cpu = ThreadTimer.microseconds(alone);
      double one = Double.POSITIVE_INFINITY;
      double several = Double.POSITIVE_INFINITY;
      for (int turn = 0; turn < TURNS; turn++) {
        one = Math.min(one, ThreadTimer.wallMicroseconds(alone));
        several = Math.min(several, ThreadTimer.wallMicroseconds(() -> runAll(pool, shares)));
      }
      double[] expected = alone.byWeights().toArray();
      double[] sum = new double[expected.length];
      for (NeuralOde.Share share : shares) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += share.byWeights().get(i);
        }
      }
      return JsonNodeFactory.instance
          .objectNode()
          .put("us", several)
          .put("one_us", one)
          .put("alone", cpu / one)
          .put("several_alone", longest / several)
          .put("error", Doubles.difference(sum, expected));
    } finally {
      pool.shutdown();
    }
  }

  private static void runAll(ExecutorService pool, NeuralOde.Share[] shares) {
    Future<?>[] running = new Future<?>[shares.length - 1];
    for (int i = 0; i < running.length; i++) {
      running[i] = pool.submit(shares[i + 1]);
    }
    shares[0].run();
    for (Future<?> future : running) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
