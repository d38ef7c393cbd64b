package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.Source;
import io.biopilot.mpc.control.Plan;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts what a batch was like for the agent; told of every state, on the loop's context. */
final class Tally implements Consumer<LoopState> {

  private static final double HOUR = 1.0 - 1e-9;

  /** Less than a tick (h). */
  private static final double SAME_TICK = 1e-3;

  private final double until;
  private final CompletableFuture<LoopState> ended = new CompletableFuture<>();
  private final List<Double> solveMs = new ArrayList<>();
  private final List<Hourly> hourly = new ArrayList<>();
  private long counted = -1;
  private long ticks;
  private long fallbackTicks;
  private double nextHour = 1;

  /** What was believed, and by which model, at a full hour. */
  record Hourly(Model model, Estimate estimate) {}

  /**
   * @param until batch time at which the batch counts as over (h)
   */
  Tally(double until) {
    this.until = until;
  }

  @Override
  public void accept(LoopState state) {
    LoopState.BatchState batch = state.batch();
    boolean finished = state.tick() > counted && state.planning().awaited() == 0;
    if (batch == null || !finished) {
      return;
    }
    counted = state.tick();
    double hours = batch.hours(state.at());
    boolean over = hours >= until - 1e-9;
    if (batch.running()) {
      if (!over) {
        // What the tick at the end decides acts after it.
        ticks++;
        fallbackTicks += fallsBack(state) ? 1 : 0;
      }
      double millis = state.planning().card().solveMs();
      if (Double.isFinite(millis) && plannedNow(state, hours)) {
        solveMs.add(millis);
      }
      if (hours >= nextHour * HOUR) {
        hourly.add(new Hourly(state.twin().model(), batch.belief().estimate()));
        nextHour = Math.floor(hours + 1e-6) + 1;
      }
    }
    if (!batch.running() || over) {
      ended.complete(state);
    }
  }

  private static boolean fallsBack(LoopState state) {
    return state.control().mode() == Mode.AUTO && state.control().source() != Source.PLAN;
  }

  /** Whether the plan is of this tick: one that is only followed was not solved for. */
  private static boolean plannedNow(LoopState state, double hours) {
    Plan plan = state.planning().plan();
    return plan == null || state.planning().failures() > 0 || plan.madeFor() > hours - SAME_TICK;
  }

  /** The state when the batch was over. */
  CompletableFuture<LoopState> ended() {
    return ended;
  }

  long ticks() {
    return ticks;
  }

  long fallbackTicks() {
    return fallbackTicks;
  }

  List<Hourly> hourly() {
    return List.copyOf(hourly);
  }

  /** Quantile of the solve times (ms); null if nothing was solved. */
  @Nullable Double solveMs(double quantile) {
    if (solveMs.isEmpty()) {
      return null;
    }
    double[] sorted = solveMs.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int index = (int) Math.ceil(quantile * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }
}
