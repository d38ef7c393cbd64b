package io.biopilot.bench.jmh;

import io.biopilot.bench.numeric.StiffSolve;
import io.biopilot.twin.ode.Outcome;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Stiff problems by Rodas5P at rtol 1e-6. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StiffBenchmark {
  /** Name of the problem. */
  @Param({"robertson", "hires", "vanderpol", "pollu"})
  public String problem = "robertson";

  private StiffSolve solve = StiffSolve.of(problem, 1e-6);

  @Setup
  public void prepare() {
    solve = StiffSolve.of(problem, 1e-6);
  }

  @Benchmark
  public Outcome rodas5p() {
    return solve.run();
  }
}
