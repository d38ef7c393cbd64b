package io.biopilot.bench.jmh;

import io.biopilot.twin.linalg.Lu;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One factorisation and one solve of a dense system. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LuBenchmark {
  /** Rows and columns. */
  @Param({"10", "15"})
  public int size;

  private Lu lu = new Lu(1);
  private double[] matrix = new double[0];
  private double[] right = new double[0];
  private double[] solution = new double[0];

  /** A random system, the same in every run. */
  @Setup
  public void prepare() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(size);
    lu = new Lu(size);
    matrix = random.doubles((long) size * size, -1.0, 1.0).toArray();
    right = random.doubles(size, -1.0, 1.0).toArray();
    solution = new double[size];
  }

  @Benchmark
  public double[] factorAndSolve() {
    lu.factor(matrix);
    System.arraycopy(right, 0, solution, 0, size);
    lu.solve(solution);
    return solution;
  }
}
