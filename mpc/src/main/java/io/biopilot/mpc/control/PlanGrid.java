package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.List;

/** Lays the nodes of a plan and the places for its doses. */
final class PlanGrid {

  /** Slack on times (h): sums of ticks are rounded. */
  private static final double SLACK = 1e-6;

  private PlanGrid() {}

  /** The nodes from now on, without doses. */
  static Grid nodes(Horizon horizon, Values values, double now, double end) {
    if (horizon instanceof Horizon.Receding receding) {
      return Grid.uniform(now, values.of(receding.length()) / receding.moves(), receding.moves());
    }
    if (horizon instanceof Horizon.FreeEnd free) {
      double middle = 0.5 * (values.of(free.shortest()) + values.of(free.longest()));
      return Grid.uniform(now, middle / free.moves(), free.moves()).withFreeEnd();
    }
    if (horizon instanceof Horizon.Shrinking shrinking) {
      return shrinking(values.of(shrinking.move()), shrinking.most(), now, end);
    }
    throw new AssertionError(horizon);
  }

  private static Grid shrinking(double declared, int most, double now, double end) {
    // A long way to go in few moves makes them longer, rather than the plan shorter.
    double move = Math.max(declared, (end - now) / most);
    List<Double> times = new ArrayList<>();
    times.add(now);
    // The rest of the move under way is a move of its own unless it is a matter of seconds.
    double next = (Math.floor((now + SLACK) / move) + 1.0) * move;
    while (next < end - 0.05 * move) {
      if (next > now + 1e-3 * move) {
        times.add(next);
      }
      next += move;
    }
    times.add(end);
    List<List<Grid.Slot>> none = new ArrayList<>();
    for (int k = 1; k < times.size(); k++) {
      none.add(List.of());
    }
    return new Grid(Vec.of(times.stream().mapToDouble(t -> t).toArray()), none, false);
  }

  /** The same nodes with a place for a dose wherever one may be given. */
  static Grid withPlaces(
      Grid grid, OptimalControlProblem problem, Values values, PastInputs past, Vec dosed) {
    List<List<Grid.Slot>> places = new ArrayList<>();
    for (int k = 0; k < grid.intervals(); k++) {
      places.add(new ArrayList<>());
    }
    for (int p = 0; p < problem.pulses().size(); p++) {
      PulseInput pulse = problem.pulses().get(p);
      double left = values.of(pulse.budget()) - dosed.get(p);
      double most = Math.min(values.of(pulse.maximum()), left);
      boolean any =
          past.doses(pulse) < values.of(pulse.most())
              && most >= values.of(pulse.minimum()) * (1.0 - 1e-9);
      double from = values.of(pulse.from());
      double earliest = Math.max(from, past.lastDose(pulse) + values.of(pulse.spacing())) - SLACK;
      for (int k = 0; any && k < grid.intervals(); k++) {
        double time = grid.times().get(k);
        // With a free end the nodes behind the first one lie at no times that are known.
        boolean sure = !grid.free() || k == 0;
        boolean anyTime = values.of(pulse.grid()) == 0.0 && grid.times().get(0) >= earliest;
        boolean place = time >= earliest && onGrid(time - from, values.of(pulse.grid()));
        if (place && (sure || anyTime)) {
          places.get(k).add(Grid.Slot.choose(p, most));
        }
      }
    }
    return grid.withDoses(places);
  }

  private static boolean onGrid(double time, double grid) {
    return grid == 0.0 || Math.abs(time - grid * Math.rint(time / grid)) <= SLACK;
  }
}
