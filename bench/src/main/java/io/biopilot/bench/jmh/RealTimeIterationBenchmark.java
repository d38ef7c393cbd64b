package io.biopilot.bench.jmh;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.bench.mpc.RealTimeStep;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.twin.linalg.PlainPanels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A real-time iteration on the batch bioreactor with 20 intervals, whole and by its halves. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RealTimeIterationBenchmark {
  /** Back end of the small products. */
  @Param({"plain", "vector"})
  public String backend = "plain";

  private RealTimeStep step = new RealTimeStep(new PlainPanels());

  /** A solved problem. */
  @Setup
  public void solve() {
    step = new RealTimeStep(backend.equals("plain") ? new PlainPanels() : SmallProducts.best());
  }

  @Benchmark
  public Status iteration() {
    return step.iteration();
  }

  @Benchmark
  public Status prepare() {
    return step.prepare();
  }

  @Benchmark
  public Status feedback() {
    return step.feedback();
  }
}
