package io.biopilot.bench.mpc;

import io.biopilot.bench.numeric.Row;
import io.biopilot.bench.numeric.Session;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.PlanSettings;
import io.biopilot.mpc.control.RecedingHorizon;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a planning leaves: the decision with its plan (20 intervals of the batch bioreactor, four
 * states and a remembered input) and the warm start of the next one, as bytes of the heap that stay
 * occupied, objects' headers counted. Many are kept and the collector is asked how much remains.
 */
final class RecordCase implements MpcCase {

  private static final int KEPT = 2000;
  private static final int ROUNDS = 3;

  /** The serial collector lets a little garbage lie but in each fourth full collection. */
  private static final int COLLECTIONS = 5;

  /** What a result's record may take (bytes). */
  private static final double MOST = 4096.0;

  private final Decision[] kept = new Decision[KEPT];

  @Override
  public String name() {
    return "record";
  }

  @Override
  public List<Row> measure(Session session) {
    HybridModel process = BioreactorLoop.load();
    Model model = process.nominal();
    RecedingHorizon controller =
        new RecedingHorizon(
            BioreactorLoop.problem(process, 10.0), PlanSettings.of(new Scheme(Tableau.RK4, 0.25)));
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      session.progress("record, %d plans, round %d of %d".formatted(KEPT, round + 1, ROUNDS));
      Arrays.fill(kept, null);
      long before = occupied();
      for (int i = 0; i < KEPT; i++) {
        kept[i] = plan(controller, model, 0.5 + 1e-5 * i);
      }
      least = Math.min(least, (occupied() - before) / (double) KEPT);
    }
    return List.of(
        Row.alone(
                "result's record, plan of 20 intervals and its warm start", Double.NaN, Double.NaN)
            .atMost(Math.rint(least), "bytes", MOST));
  }

  private static Decision plan(RecedingHorizon controller, Model model, double substrate) {
    RecedingHorizon.Scratch workspace = controller.workspace();
    Decision decision =
        controller.feedback(
            controller.prepare(
                controller.initialMemory(),
                model,
                new Goals(100.0, Map.of()),
                InputSchedule.constant(0.005),
                workspace),
            new Estimate(0.0, BioreactorLoop.START.with(1, substrate), Vec.zeros(16)),
            new Budget.Iterations(100),
            workspace);
    if (!(decision instanceof Decision.Planned)) {
      throw new IllegalStateException("no plan: " + decision);
    }
    return decision;
  }

  /**
   * Bytes of the heap in use; the least after as many collections as reach one that compacts all.
   */
  private static long occupied() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
