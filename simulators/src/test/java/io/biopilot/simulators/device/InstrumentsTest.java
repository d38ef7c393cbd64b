package io.biopilot.simulators.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.connectors.Quality;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.plant.Quantity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentsTest {

  private final Plant plant = new EcoliInduced();

  private List<Reading> run(List<Fault> faults, int hours) {
    plant.start(3);
    Instruments instruments = new Instruments(Sensor.ofEcoliInduced(), faults, 3);
    List<Reading> all = new ArrayList<>();
    instruments.draw(plant);
    for (int minute = 0; minute < hours * 60; minute++) {
      plant.advance(60);
      instruments.draw(plant);
      all.addAll(instruments.online(plant));
      all.addAll(instruments.due(plant.batchSeconds()));
    }
    return all;
  }

  private static List<Reading> of(String tag, List<Reading> readings) {
    return readings.stream().filter(r -> r.sensor().tag().equals(tag)).toList();
  }

  @Test
  void lateValuesComeLateWithTheTimeTheyWereDrawn() {
    List<Reading> readings = run(List.of(), 8);
    List<Reading> glucose = of("Glucose", readings);
    assertThat(glucose.stream().map(Reading::drawnSecond)).startsWith(0L, 3600L, 7200L).hasSize(8);
    assertThat(glucose).allMatch(r -> r.dueSecond() == r.drawnSecond() + 1200);
    List<Reading> enzyme = of("Enzyme", readings);
    assertThat(enzyme.stream().map(Reading::drawnSecond)).containsExactly(14400L);
    assertThat(enzyme.get(0).dueSecond()).isEqualTo(7 * 3600);
    assertThat(of("DO", readings)).hasSize(480);
  }

  @Test
  void aFaultActsOnItsTagAndInItsTimeOnly() {
    List<Reading> good = run(List.of(), 2);
    plant.harvest();
    List<Reading> bad = run(List.of(new Fault("OD", Fault.Kind.BIAS, 1800, 3600, 5)), 2);
    assertThat(of("DO", bad)).isEqualTo(of("DO", good));
    for (int i = 0; i < 120; i++) {
      Reading clean = of("OD", good).get(i);
      double off = clean.drawnSecond() >= 1800 && clean.drawnSecond() < 3600 ? 5 : 0;
      assertThat(of("OD", bad).get(i).value()).isCloseTo(clean.value() + off, within(1e-12));
    }
  }

  private List<Reading> hurt(Fault.Kind kind, double size) {
    return of("OD", run(List.of(new Fault("OD", kind, 0, 7200, size)), 1));
  }

  @Test
  void everyKindOfFaultDoesWhatItsNameSays() {
    List<Reading> clean = of("OD", run(List.of(), 1));
    plant.harvest();
    assertThat(hurt(Fault.Kind.OFF, 0))
        .allMatch(r -> r.value() == 0 && r.quality() == Quality.BAD)
        .hasSize(60);
    plant.harvest();
    assertThat(hurt(Fault.Kind.STUCK, 0)).allMatch(r -> r.value() == clean.get(0).value());
    plant.harvest();
    assertThat(hurt(Fault.Kind.GAP, 0)).isEmpty();
    plant.harvest();
    assertThat(hurt(Fault.Kind.NAN, 0)).allMatch(r -> Double.isNaN(r.value())).hasSize(60);
    plant.harvest();
    assertThat(hurt(Fault.Kind.DUP, 0)).hasSize(120);
    plant.harvest();
    List<Reading> late = hurt(Fault.Kind.LATE, 0.5);
    assertThat(late).hasSize(30).allMatch(r -> r.dueSecond() - r.drawnSecond() == 1800);
    plant.harvest();
    List<Reading> scaled = hurt(Fault.Kind.SCALE, 2);
    List<Reading> drifted = hurtAgain(Fault.Kind.DRIFT, 4);
    List<Reading> spiked = hurtAgain(Fault.Kind.SPIKE, 100);
    int spikes = 0;
    for (int i = 0; i < 60; i++) {
      double value = clean.get(i).value();
      assertThat(scaled.get(i).value()).isEqualTo(2 * value);
      double hours = clean.get(i).drawnHours();
      assertThat(drifted.get(i).value()).isCloseTo(value + 4 * hours, within(1e-12));
      spikes += spiked.get(i).value() - value > 50 ? 1 : 0;
    }
    // Binomial(60, 0.05): more than ten has a chance of 1e-4, none of 5 %; the seed is fixed.
    assertThat(spikes).isBetween(1, 10);
  }

  private List<Reading> hurtAgain(Fault.Kind kind, double size) {
    plant.harvest();
    return hurt(kind, size);
  }

  @Test
  void aSnapshotLosesNoSampleThatIsWaiting() {
    plant.start(3);
    List<Fault> faults = List.of(new Fault("OD", Fault.Kind.STUCK, 0, 100_000, 0));
    Instruments first = new Instruments(Sensor.ofEcoliInduced(), faults, 3);
    first.draw(plant);
    first.online(plant);
    Instruments second = new Instruments(Sensor.ofEcoliInduced(), faults, 3);
    second.restore(first.image());
    plant.advance(1200);
    assertThat(second.online(plant)).isEqualTo(first.online(plant));
    assertThat(second.due(1200)).hasSize(2).isEqualTo(first.due(1200));
    assertThat(plant.value(Quantity.BIOMASS)).isPositive();
  }

  @Test
  void nonsenseIsRefusedWithWords() {
    assertThatThrownBy(() -> new Fault("OD", Fault.Kind.GAP, 10, 10, 0))
        .hasMessageContaining("must end");
    assertThatThrownBy(() -> new Fault("OD", Fault.Kind.LATE, 0, 10, -1))
        .hasMessageContaining("LATE");
    assertThatThrownBy(() -> new Fault("OD", Fault.Kind.BIAS, 0, 10, Double.NaN))
        .hasMessageContaining("finite");
    Fault stranger = new Fault("XY", Fault.Kind.GAP, 0, 10, 0);
    assertThatThrownBy(() -> new Instruments(Sensor.ofEcoliInduced(), List.of(stranger), 1))
        .hasMessageContaining("XY")
        .hasMessageContaining("DO");
  }
}
