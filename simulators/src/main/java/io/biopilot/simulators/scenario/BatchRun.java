package io.biopilot.simulators.scenario;

import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Input;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.plant.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Runs a batch of {@code ecoli-induced} in this thread, as fast as it goes. */
public final class BatchRun {

  /** Decides what is done at a tick; the record holds what is known by then. */
  public interface Operator {
    Moves act(TickRecord now);
  }

  private BatchRun() {}

  /** From inoculation to harvest. A move that the plant refuses is not done, and is counted. */
  public static BatchRecord run(Scenario scenario, Operator operator) {
    Plant plant = new EcoliInduced();
    Rig rig = new Rig(plant, scenario.sensors(), scenario.faults(), scenario.sampleSeconds());
    rig.start(scenario.seed());
    List<TickRecord> ticks = new ArrayList<>(scenario.ticks() + 1);
    List<Moves> moves = new ArrayList<>(scenario.ticks());
    List<Reading> readings = rig.look();
    for (int tick = 0; tick < scenario.ticks(); tick++) {
      TickRecord now = new TickRecord(tick, plant.batchHours(), readings, truth(plant));
      Moves move = operator.act(now);
      plant.set(Input.FEED, move.feed());
      if (move.dose() != 0) {
        plant.dose(plant.lastDoseId() + 1, move.dose());
      }
      ticks.add(now);
      moves.add(move);
      readings = rig.advance(scenario.tickSeconds());
    }
    ticks.add(new TickRecord(scenario.ticks(), plant.batchHours(), readings, truth(plant)));
    return new BatchRecord(scenario, ticks, moves, plant.truth());
  }

  private static Map<Quantity, Double> truth(Plant plant) {
    Map<Quantity, Double> truth = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      truth.put(quantity, plant.value(quantity));
    }
    return truth;
  }
}
