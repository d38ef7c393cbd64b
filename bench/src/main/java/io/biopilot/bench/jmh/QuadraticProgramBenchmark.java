package io.biopilot.bench.jmh;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.mpc.nlp.InteriorPoint;
import io.biopilot.mpc.nlp.QpSolution;
import io.biopilot.mpc.nlp.QpSolver;
import io.biopilot.mpc.nlp.SeededQp;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageQpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.twin.linalg.Panels;
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

/** A control problem's quadratic program: 10 states, 2 controls, to 1e-8. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QuadraticProgramBenchmark {
  /** N. */
  @Param({"20", "60"})
  public int stages;

  /** Whether states are bounded too. */
  @Param({"false", "true"})
  public boolean stateBounds;

  /** Back end of the small products. */
  @Param({"plain", "vector"})
  public String backend = "plain";

  private StageQp qp = new SeededQp(1, 1, 1, false).create(1);
  private QpSolver solver = new StageQpSolver(qp, InteriorPoint.Settings.of(1e-8));
  private QpSolution solution = new QpSolution(qp.shape());

  /** The bench's fourth problem. */
  @Setup
  public void prepare() {
    qp = new SeededQp(10, 2, stages, stateBounds).create(4);
    Panels panels = backend.equals("plain") ? new PlainPanels() : SmallProducts.best();
    solver = new StageQpSolver(qp, InteriorPoint.Settings.of(1e-8), panels);
    solution = new QpSolution(qp.shape());
  }

  @Benchmark
  public Status cold() {
    return solver.solve(qp, solution, QpSolver.Start.COLD);
  }

  @Benchmark
  public Status warm() {
    return solver.solve(qp, solution, QpSolver.Start.WARM);
  }
}
