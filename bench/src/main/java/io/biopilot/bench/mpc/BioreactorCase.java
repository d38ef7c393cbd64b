package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The batch bioreactor, converged and by real-time iteration, beside CasADi with FATROP and IPOPT
 * and beside do-mpc.
 */
final class BioreactorCase implements MpcCase {

  /** Σ −P + Σ Δu² and P at the end of 100 steps: FATROP, IPOPT and acados with RK4 x 4 agree. */
  private static final double COST = -36.149632;

  private static final double PRODUCT = 0.94609633;
  private static final double REAL_TIME_COST = -36.1486;

  /** CasADi 3.7.2 with IPOPT (1e-12) on CVODES (1e-12), without the bound as a slack. */
  private static final double OBJECTIVE = -0.942233997588;

  /** do-mpc's testing/results/results_batch_reactor.pkl. */
  private static final double[] MOVES = {
    0.0080999593, 0.0145017323, 0.0192925023, 0.0226667522, 0.0248765863
  };

  /** Largest errors: of what is computed, as a share of it; of a move (L/h). */
  private static final double SHARE = 1e-6;

  private static final double MOVE = 1e-4;

  private static final int STEPS = 100;
  private static final int LOOPS = 40;
  private static final String WORK = "batch bioreactor, 100 steps, a step, ";

  /**
   * What our loops took and reached.
   *
   * @param converged median time of a step (µs), the fastest loop's
   * @param cost J of the loop
   * @param iterated the same of real-time iteration
   * @param iteratedCost its J
   * @param product P at the end (g/L)
   * @param moves largest difference from one of do-mpc's first (L/h)
   * @param bytes allocated by all solves of a loop, the least that was seen
   */
  private record Ours(
      double converged,
      double cost,
      double iterated,
      double iteratedCost,
      double product,
      double moves,
      long bytes) {}

  @Override
  public String name() {
    return "bioreactor";
  }

  @Override
  public List<Row> measure(Session session) {
    List<Row> rows = new ArrayList<>();
    rows.add(firstSolve(session));
    Ours ours = loops(session);
    addTruths(rows, ours);
    addRows(rows, ours, "CasADi + FATROP", casadi(session, "fatrop"), 2.0, 5.0);
    addRows(rows, ours, "CasADi + IPOPT", casadi(session, "ipopt"), Double.NaN, Double.NaN);
    Optional<DoMpc> other = DoMpc.run(session, "bioreactor", STEPS);
    double[] figures =
        other
            .map(peer -> new double[] {peer.microseconds(), off(peer.cost(), COST)})
            .orElse(new double[] {Double.NaN, Double.NaN});
    addRows(rows, ours, DoMpc.NAME, figures, 150.0, 400.0);
    return rows;
  }

  /** What is asked for besides time; of wrong answers there are no rows at all. */
  private static void addTruths(List<Row> rows, Ours ours) {
    String loop = "batch bioreactor, 100 steps, ";
    rows.add(truth("batch bioreactor, first five moves beside do-mpc's", ours.moves, MOVE, "L/h"));
    String product = loop + "P at the end beside %.8f, relative".formatted(PRODUCT);
    rows.add(truth(product, off(ours.product, PRODUCT), SHARE, ""));
    String cost = loop + "J beside %.6f, relative".formatted(COST);
    rows.add(truth(cost, off(ours.cost, COST), SHARE, ""));
    rows.add(truth(loop + "real-time iteration, J", ours.iteratedCost, REAL_TIME_COST, ""));
    rows.add(truth(loop + "allocated by all solves when warm", (double) ours.bytes, 0.0, "bytes"));
  }

  /** By what share of it a value is off the reference. */
  private static double off(double value, double reference) {
    return Math.abs(value / reference - 1.0);
  }

  private static Row truth(String work, double value, double most, String unit) {
    return Row.alone(work, Double.NaN, Double.NaN).atMost(value, unit, most);
  }

  private static void addRows(
      List<Row> rows, Ours ours, String who, double[] peer, double goal, double realTimeGoal) {
    double error = off(ours.cost, COST);
    rows.add(new Row(WORK + "KKT 1e-6", ours.converged, error, who, peer[0], peer[1], goal));
    double iteratedError = off(ours.iteratedCost, COST);
    String work = WORK + "real-time iteration";
    rows.add(new Row(work, ours.iterated, iteratedError, who, peer[0], peer[1], realTimeGoal));
  }

  /** An integrator without an error to speak of, so that the objective is the problem's own. */
  private static Row firstSolve(Session session) {
    BioreactorLoop loop = new BioreactorLoop(0.05, Double.POSITIVE_INFINITY);
    double[] error = new double[1];
    double took = session.microseconds(() -> error[0] = off(loop.firstObjective(1e-9), OBJECTIVE));
    require(error[0] <= SHARE, "first objective is off by a share of %s", error[0]);
    return Row.alone("batch bioreactor, first solve, RK4 x 20, KKT 1e-9, cold", took, error[0])
        .atMost(error[0], "", SHARE);
  }

  private static Ours loops(Session session) {
    BioreactorLoop loop = new BioreactorLoop(0.25, 10.0);
    double converged = Double.POSITIVE_INFINITY;
    double iterated = Double.POSITIVE_INFINITY;
    double feedback = Double.POSITIVE_INFINITY;
    double cost = 0.0;
    double product = 0.0;
    double moves = 0.0;
    long bytes = Long.MAX_VALUE;
    session.progress("bioreactor, %d loops of %d steps, twice".formatted(LOOPS, STEPS));
    for (int i = 0; i < LOOPS; i++) {
      loop.run(false);
      cost = loop.cost();
      long ofConverged = loop.allocated();
      converged = Math.min(converged, loop.medianMicroseconds());
      require(off(cost, COST) <= SHARE, "J of the converged loop is %s", cost);
      product = loop.product();
      require(off(product, PRODUCT) <= SHARE, "P of the loop is %s", product);
      for (int k = 0; k < MOVES.length; k++) {
        double away = Math.abs(loop.move(k) - MOVES[k]);
        require(away <= MOVE, "a move is off do-mpc's by %s", away);
        moves = Math.max(moves, away);
      }
      loop.run(true);
      iterated = Math.min(iterated, loop.medianMicroseconds());
      feedback = Math.min(feedback, loop.medianFeedbackMicroseconds());
      bytes = Math.min(bytes, Math.max(ofConverged, loop.allocated()));
      require(loop.cost() <= REAL_TIME_COST, "J of the real-time loop is %s", loop.cost());
    }
    session.note(
        "bioreactor: P at the end within 1e-6 of %.8f, J converged %.6f, real-time %.6f (stored %.6f); real-time iteration's feedback alone %.1f µs"
            .formatted(PRODUCT, cost, loop.cost(), COST, feedback));
    return new Ours(converged, cost, iterated, loop.cost(), product, moves, bytes);
  }

  private static void require(boolean holds, String otherwise, double value) {
    if (!holds) {
      throw new IllegalStateException(otherwise.formatted(value));
    }
  }

  /** Median time of a step and error of the loop's J. */
  private static double[] casadi(Session session, String solver) {
    Optional<Path> python = session.python();
    if (python.isEmpty()) {
      session.note("absent: CasADi (bench/peers/setup.sh makes it)");
      return new double[] {Double.NaN, Double.NaN};
    }
    session.progress("CasADi + %s: generates C, compiles and runs it".formatted(solver));
    String script = session.peerFile("bioreactor.py").toString();
    String scratch = session.scratch().toString();
    Optional<String> out =
        session.output(List.of(python.get().toString(), script, solver, scratch));
    if (out.isEmpty()) {
      return new double[] {Double.NaN, Double.NaN};
    }
    String[] words = out.get().trim().split("\\s+", -1);
    double error = off(Double.parseDouble(words[1]), COST);
    require(error <= SHARE, solver + " computed something else, J off by a share of %s", error);
    session.note(
        "CasADi + %s: C-generated, gcc -O3 -march=native, warm start; %s iterations a step (median)"
            .formatted(solver.toUpperCase(Locale.ROOT), words[3]));
    return new double[] {Double.parseDouble(words[0]), error};
  }
}
