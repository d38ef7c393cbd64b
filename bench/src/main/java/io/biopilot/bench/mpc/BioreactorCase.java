package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The batch bioreactor, converged and by real-time iteration, beside CasADi. */
final class BioreactorCase implements MpcCase {

  private static final double COST = -36.149632;
  private static final int LOOPS = 40;

  @Override
  public String name() {
    return "bioreactor";
  }

  @Override
  public List<Row> measure(Session session) {
    BioreactorLoop loop = new BioreactorLoop();
    double converged = Double.POSITIVE_INFINITY;
    double iterated = Double.POSITIVE_INFINITY;
    double feedback = Double.POSITIVE_INFINITY;
    double cost = 0.0;
    double iteratedCost = 0.0;
    for (int i = 0; i < LOOPS; i++) {
      loop.run(false);
      converged = Math.min(converged, loop.medianMicroseconds());
      cost = loop.cost();
      loop.run(true);
      iterated = Math.min(iterated, loop.medianMicroseconds());
      feedback = Math.min(feedback, loop.medianFeedbackMicroseconds());
      iteratedCost = loop.cost();
    }
    session.note("real-time iteration: feedback alone %.1f µs".formatted(feedback));
    session.note(
        "loop's J: converged %.6f, real-time iteration %.6f (stored %.6f)"
            .formatted(cost, iteratedCost, COST));
    double error = Math.abs(cost / COST - 1.0);
    double realTimeError = Math.abs(iteratedCost / COST - 1.0);
    List<Row> rows = new ArrayList<>();
    for (String solver : List.of("fatrop", "ipopt")) {
      boolean counts = solver.equals("fatrop");
      double[] peer = peer(session, solver);
      String who = "CasADi + " + solver.toUpperCase(Locale.ROOT) + ", C-generated, warm";
      String work = "batch bioreactor, 100 steps, a step, ";
      double goal = counts ? 2.0 : Double.NaN;
      double realTimeGoal = counts ? 5.0 : Double.NaN;
      rows.add(new Row(work + "KKT 1e-6", converged, error, who, peer[0], peer[1], goal));
      String iteration = work + "real-time iteration";
      rows.add(new Row(iteration, iterated, realTimeError, who, peer[0], peer[1], realTimeGoal));
    }
    return rows;
  }

  /** Median time of a step and error of the loop's J. */
  private static double[] peer(Session session, String solver) {
    Optional<Path> python = session.python();
    if (python.isEmpty()) {
      session.note("absent: CasADi (bench/peers/setup.sh makes it)");
      return new double[] {Double.NaN, Double.NaN};
    }
    String script = session.peerFile("bioreactor.py").toString();
    String scratch = session.scratch().toString();
    Optional<String> out =
        session.output(List.of(python.get().toString(), script, solver, scratch));
    if (out.isEmpty()) {
      return new double[] {Double.NaN, Double.NaN};
    }
    String[] words = out.get().trim().split("\\s+", -1);
    double error = Math.abs(Double.parseDouble(words[1]) / COST - 1.0);
    if (!(error <= 1e-6)) {
      throw new IllegalStateException(
          "%s computed something else: %s".formatted(solver, out.get()));
    }
    session.note("%s: %s iterations a step (median)".formatted(solver, words[3]));
    return new double[] {Double.parseDouble(words[0]), error};
  }
}
