package io.biopilot.simulators.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.plant.Quantity;
import io.biopilot.simulators.plant.Truth;
import io.biopilot.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchRunTest {

  private static final BatchRun.Operator RECIPE =
      now -> {
        double hours = now.hours();
        double feed = hours < 5.5 ? 0 : 0.01 * Math.exp(0.1 * (hours - 5.5));
        return new Moves(feed, now.tick() == 600 ? 0.06 : 0);
      };

  @Test
  void aBatchIsWhollyDeterminedByItsSeed() {
    BatchRecord first = BatchRun.run(Scenario.ecoliInduced(1001), RECIPE);
    BatchRecord second = BatchRun.run(Scenario.ecoliInduced(1001), RECIPE);
    assertThat(second).isEqualTo(first);
    BatchRecord other = BatchRun.run(Scenario.ecoliInduced(1002), RECIPE);
    assertThat(other.truth()).isNotEqualTo(first.truth());
  }

  @Seeds(from = 1001, count = 8)
  void aGentleRecipeMakesProductAndKeepsTheWrites(long seed) {
    BatchRecord batch = BatchRun.run(Scenario.ecoliInduced(seed), RECIPE);
    Truth truth = batch.truth();
    assertThat(batch.ticks()).hasSize(961);
    assertThat(batch.moves()).hasSize(960);
    assertThat(truth.hours()).isEqualTo(16);
    assertThat(truth.unsafeWrites()).isZero();
    assertThat(truth.productG()).isBetween(0.5, 10.0);
    assertThat(truth.inducerG()).isEqualTo(0.06);
    assertThat(truth.violationMinutes().volume()).isZero();
  }

  @Test
  void whatIsKnownAtATickIsNeverFromTheFuture() {
    BatchRecord batch = BatchRun.run(Scenario.ecoliInduced(3), RECIPE);
    int late = 0;
    for (TickRecord tick : batch.ticks()) {
      for (Reading reading : tick.readings()) {
        assertThat(reading.dueSecond()).isLessThanOrEqualTo(60L * tick.tick());
        late += reading.dueSecond() > reading.drawnSecond() ? 1 : 0;
      }
    }
    // Glucose and acetate drawn at 0..15 h, enzyme at 4, 8 and 12 h.
    assertThat(late).isEqualTo(35);
  }

  @Test
  void samplesCanBeFasterThanTicks() {
    Scenario fast = new Scenario(1, 3, 60, 10, Scenario.ecoliInduced(1).sensors(), List.of());
    BatchRecord batch = BatchRun.run(fast, now -> Moves.NOTHING);
    assertThat(batch.ticks().get(1).readings()).hasSize(6 * 11);
    BatchRecord slow = BatchRun.run(Scenario.ecoliInduced(1).withTicks(3), now -> Moves.NOTHING);
    assertThat(fastAt60(batch)).isEqualTo(slow.ticks().get(1).readings());
    assertThatThrownBy(() -> new Scenario(1, 3, 60, 7, List.of(), List.of()))
        .hasMessageContaining("multiple");
  }

  private static List<Reading> fastAt60(BatchRecord batch) {
    return batch.ticks().get(1).readings().stream().filter(r -> r.drawnSecond() == 60).toList();
  }

  @Test
  void aBatchCostsFarLessThanASecond() {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    BatchRecord batch = BatchRun.run(Scenario.ecoliInduced(4), RECIPE);
    double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
    assertThat(batch.ticks().get(960).truth(Quantity.BIOMASS)).isPositive();
    // Measured 0.02-0.08 s; the bound leaves room for a cold and crowded machine.
    assertThat(seconds).isLessThan(1.0);
  }
}
