package io.biopilot.simulators.scenario;

import io.biopilot.simulators.plant.Truth;
import java.util.List;

/**
 * A batch that was run.
 *
 * @param scenario what was asked for
 * @param ticks from inoculation to harvest; one more than there are moves
 * @param moves what was done at each tick but the last
 * @param truth what came of it
 */
public record BatchRecord(
    Scenario scenario, List<TickRecord> ticks, List<Moves> moves, Truth truth) {
  public BatchRecord {
    ticks = List.copyOf(ticks);
    moves = List.copyOf(moves);
  }
}
