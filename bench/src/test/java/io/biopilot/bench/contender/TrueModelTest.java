package io.biopilot.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.simulators.plant.Constant;
import io.biopilot.simulators.plant.Draw;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Input;
import io.biopilot.simulators.plant.PlantSlopes;
import io.biopilot.simulators.plant.Quantity;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The equations of perfect knowledge are the plant's. */
final class TrueModelTest {

  /** Rounding: both sum the same terms in another order. */
  private static final double RELATIVE = 1e-9;

  private static final List<String> SHARED = List.of(PlantSlopes.NAMES.split(" "));

  private final HybridModel process = TrueModel.process();

  private int state(String name) {
    return Schema.indexOf(process.schema().states(), name);
  }

  private double[] slopes(Model model, double[] plant, double[] inputs, double hours) {
    int n = process.schema().states().size();
    double[] x = new double[n + inputs.length + 1];
    for (int i = 0; i < SHARED.size(); i++) {
      x[state(SHARED.get(i))] = plant[i];
    }
    System.arraycopy(inputs, 0, x, n, inputs.length);
    x[x.length - 1] = hours;
    double[] slope = new double[n];
    var map = process.dynamics();
    map.valueInto(x, model.parameters().toArray(), slope, map.workspace(1));
    return slope;
  }

  private void compare(Draw draw, double[] plant, double[] inputs, double hours) {
    double left = hours >= draw.transferDropHours() ? 0.9 : 1;
    double transfer =
        left
            * draw.get(Constant.KLA)
            * Math.pow(inputs[1] / 1200, 1.5)
            * Math.pow(inputs[2] / 120, 0.4);
    double feed = inputs[0] * draw.get(Constant.PUMP_GAIN);
    double[] expected = PlantSlopes.at(draw, plant, feed, transfer);
    double[] found = slopes(TrueModel.of(process, draw), plant, inputs, hours);
    for (int i = 0; i < SHARED.size(); i++) {
      String name = SHARED.get(i);
      // A slope is the difference of terms that can be much larger than itself: oxygen's are 1e4.
      double scale = name.equals("O") ? transfer * 99 : Math.max(1, Math.abs(expected[i]));
      assertThat(found[state(name)])
          .as("%s' at %s h", name, hours)
          .isCloseTo(expected[i], within(RELATIVE * scale));
    }
  }

  @Test
  void theDerivativesAreThePlantsAtRandomStates() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int k = 0; k < 2000; k++) {
      double[] plant = {
        1 + 2 * random.nextDouble(),
        30 * random.nextDouble(),
        5 * random.nextDouble(),
        2 * random.nextDouble(),
        99 * random.nextDouble(),
        99 * random.nextDouble(),
        6 * random.nextDouble(),
        0.2 * random.nextDouble(),
        random.nextDouble(),
        random.nextDouble(),
        0
      };
      double[] inputs = {
        0.15 * random.nextDouble(),
        300 + 900 * random.nextDouble(),
        30 + 90 * random.nextDouble(),
        0
      };
      compare(Draw.of(101 + k % 20), plant, inputs, 16 * random.nextDouble());
    }
  }

  @Test
  void theDerivativesAreThePlantsAllAlongABatch() {
    EcoliInduced plant = new EcoliInduced();
    plant.start(103);
    Draw draw = Draw.of(103);
    for (int tick = 0; tick < 960; tick++) {
      plant.set(Input.FEED, tick < 360 ? 0 : 0.01 * Math.exp(0.1 * (tick - 360) / 60.0));
      if (tick >= 420 && tick < 540 && tick % 30 == 0) {
        plant.dose(plant.lastDoseId() + 1, 0.09);
      }
      plant.advance(60);
      double[] inputs = {
        plant.setpoint(Input.FEED), plant.value(Quantity.STIRRER), plant.value(Quantity.AIR), 0
      };
      compare(draw, PlantSlopes.states(plant), inputs, plant.batchHours());
    }
    assertThat(plant.truth().productG()).isPositive();
    assertThat(plant.truth().inducerG()).isPositive();
  }

  @Test
  void whatTheTwinIsToldBreathesAndTransfersAsThePlantDoes() {
    EcoliInduced plant = new EcoliInduced();
    plant.start(104);
    plant.advance(4 * 3600);
    plant.dose(1, 0.05);
    plant.advance(3600);
    Draw draw = Draw.of(104);
    Model truth = TrueModel.of(process, draw);
    Vec inputs = Vec.of(0.0, plant.value(Quantity.STIRRER), plant.value(Quantity.AIR), 0.0);
    Vec own = new TrueState(truth, truth).of(values(plant), inputs, plant.batchHours());
    assertThat(own.get(state("X"))).isEqualTo(plant.value(Quantity.BIOMASS));
    assertThat(own.get(state("D")) + draw.probeDriftPerHour() * plant.batchHours())
        .isCloseTo(plant.value(Quantity.OXYGEN_AT_PROBE), within(1e-12));
    double kla = draw.get(Constant.KLA) * (plant.batchHours() >= draw.transferDropHours() ? .9 : 1);
    // Oxygen stands still within a minute, so uptake seen in the gas is that of the cells.
    double reserve = 99 - plant.value(Quantity.OXYGEN_UPTAKE) * 14000 / kla;
    assertThat(own.get(state("R"))).isCloseTo(reserve, within(0.5));
  }

  private static Map<Quantity, Double> values(EcoliInduced plant) {
    Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      values.put(quantity, plant.value(quantity));
    }
    return values;
  }
}
