package io.biopilot.bench.mpc;

import io.biopilot.agent.runtime.SmallProducts;
import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.sensitivity.Outcome;
import io.biopilot.mpc.sensitivity.SolutionSensitivity;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The gradient of the batch bioreactor's first move by the start, all seven parameters and every
 * goal (one adjoint), against central differences by start and parameters, beside a solve of ours.
 */
final class GradientCase implements MpcCase {

  private static final double PREVIOUS = 0.005;
  private static final double DIFFERENCE = 1e-4;
  private static final double MOST_ERROR = 1e-5;
  private static final int TURNS = 3;

  private final HybridModel model = BioreactorLoop.load();
  private final OptimalControlProblem problem = BioreactorLoop.problem(model, 10.0);
  private final Values values = problem.values(Map.of());
  private final MultipleShooting program =
      new MultipleShooting(
          problem,
          model,
          model.nominalParameters(),
          new Scheme(Tableau.RK4, 0.25, SmallProducts.best()),
          Grid.uniform(0.0, 1.0, 20),
          values,
          Start.fresh(BioreactorLoop.START, Vec.of(PREVIOUS), 0));

  @Override
  public String name() {
    return "gradient";
  }

  @Override
  public List<Row> measure(Session session) {
    SqpSolver exact = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-10));
    SolutionSensitivity sensitivity =
        new SolutionSensitivity(program, values, SmallProducts.best());
    double error = error(exact, sensitivity);
    if (!(error <= MOST_ERROR)) {
      throw new IllegalStateException("gradient is off central differences by " + error);
    }
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard(), SmallProducts.best());
    cold(solver);
    double[] zbar = new double[solver.variables().length];
    zbar[program.inputAt(0)] = 1.0;
    double goals = Double.POSITIVE_INFINITY;
    double all = Double.POSITIVE_INFINITY;
    // In turns, since they are compared: what disturbs one of them shall disturb the other, too.
    for (int turn = 0; turn < TURNS; turn++) {
      goals =
          Math.min(
              goals,
              session.microseconds(
                  () -> {
                    require(sensitivity, solver);
                    sensitivity.adjointOfStartAndGoals(zbar);
                  }));
      all =
          Math.min(
              all,
              session.microseconds(
                  () -> {
                    require(sensitivity, solver);
                    sensitivity.adjoint(zbar);
                  }));
    }
    double whole = session.microseconds(() -> cold(solver));
    BioreactorLoop loop = new BioreactorLoop(0.25, 10.0);
    double step = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      loop.run(false);
      step = Math.min(step, loop.medianMicroseconds());
    }
    note(session, solver, goals, all);
    String some = "gradient of the first move (start and goals), ";
    String work = "gradient of the first move (start, parameters, goals), ";
    return List.of(
        new Row(work + "cold solve", all, error, "our cold solve, KKT 1e-6", whole, 0.0, 3.0)
            .atMost(error, "", MOST_ERROR),
        new Row(some + "loop's solve", goals, error, "our warm solve in the loop", step, 0.0, 3.0),
        new Row(work + "loop's solve", all, error, "our warm solve in the loop", step, 0.0, 3.0));
  }

  /** Where the time of a gradient goes. */
  private void note(Session session, SqpSolver solver, double goals, double all) {
    StageQp qp = new StageQp(program.shape());
    double[] rowPrices = new double[program.shape().totalRows()];
    double[] multipliers = solver.prices().multipliers();
    double[] z = solver.variables();
    program.linearise(z, new double[multipliers.length], new double[rowPrices.length], qp);
    double curvature =
        session.microseconds(
            () ->
                program.curvature(z, multipliers, rowPrices, NonlinearProgram.Curvature.EXACT, qp));
    session.note(
        "gradient: of %.0f µs second derivatives of the solution take %.0f, the model's parameters %.0f (one sweep back over what those left), factorisation, solves and goals %.0f"
            .formatted(all, curvature, all - goals, goals - curvature));
  }

  private static void require(SolutionSensitivity sensitivity, SqpSolver solver) {
    Outcome outcome = sensitivity.at(solver);
    if (outcome instanceof Outcome.Refused refused) {
      throw new IllegalStateException(refused.reason());
    }
  }

  private double[] cold(SqpSolver solver) {
    Arrays.fill(solver.variables(), 0.0);
    solver.reset();
    program.simulate(solver.variables());
    Status status = solver.solve(iterations -> iterations >= 60);
    if (status != Status.CONVERGED) {
      throw new IllegalStateException(status.words());
    }
    return solver.variables();
  }

  /** Largest difference from central differences, relative to the largest derivative. */
  private double error(SqpSolver solver, SolutionSensitivity sensitivity) {
    cold(solver);
    require(sensitivity, solver);
    double[] zbar = new double[solver.variables().length];
    zbar[program.inputAt(0)] = 1.0;
    sensitivity.adjoint(zbar);
    Vec start = BioreactorLoop.START;
    Vec parameters = model.nominalParameters();
    int wide = start.size();
    double worst = 0.0;
    double largest = 0.0;
    for (int i = 0; i < wide + parameters.size(); i++) {
      boolean state = i < wide;
      double at = state ? start.get(i) : parameters.get(i - wide);
      double h = DIFFERENCE * Math.max(0.1, Math.abs(at));
      double up = moved(solver, i, at + h);
      double down = moved(solver, i, at - h);
      double ours = state ? sensitivity.startWorth()[i] : sensitivity.parameterWorth()[i - wide];
      double scale = Math.max(0.1, Math.abs(at));
      largest = Math.max(largest, scale * Math.abs(ours));
      worst = Math.max(worst, scale * Math.abs(ours - (up - down) / (2 * h)));
    }
    restore();
    return worst / largest;
  }

  private double moved(SqpSolver solver, int entry, double value) {
    restore();
    int wide = BioreactorLoop.START.size();
    if (entry < wide) {
      Vec start = BioreactorLoop.START.with(entry, value);
      program.start(Start.fresh(start, Vec.of(PREVIOUS), 0));
    } else {
      program.parameters(model.nominalParameters().with(entry - wide, value));
    }
    return cold(solver)[program.inputAt(0)];
  }

  private void restore() {
    program.start(Start.fresh(BioreactorLoop.START, Vec.of(PREVIOUS), 0));
    program.parameters(model.nominalParameters());
  }
}
