package io.biopilot.simulators.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.scenario.Rig;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanelTest {

  private static Panel panel(Pace pace) {
    Rig rig = new Rig(new EcoliInduced(), Sensor.ofEcoliInduced(), List.of(), pace.sampleSeconds());
    return new Panel(rig, pace, 1);
  }

  private final Panel panel = panel(Pace.lockStep());

  private static Object value(Panel panel, PlantTag tag) {
    return panel.present().stream()
        .filter(v -> v.tag() == tag)
        .map(Emission.TagValue::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everySampledTagHasOneValueALookInItsType() {
    Emission emission = panel.tick(60);
    assertThat(emission.tick()).isEqualTo(1);
    assertThat(emission.looks()).hasSize(1);
    List<Emission.TagValue> values = emission.looks().get(0).values();
    for (PlantTag tag : PlantTag.values()) {
      assertThat(values.stream().filter(v -> v.tag() == tag))
          .as("%s", tag)
          .hasSize(tag.sampled() ? 1 : 0)
          .allMatch(v -> tag.kind().type().isInstance(v.value()));
    }
  }

  @Test
  void fasterSamplesGiveMoreLooksATick() {
    Emission emission = panel(new Pace.LockStep(60, 10)).tick(60);
    assertThat(emission.looks().stream().map(Emission.Look::plantMillis))
        .containsExactly(10_000L, 20_000L, 30_000L, 40_000L, 50_000L, 60_000L);
  }

  @Test
  void onlyTheCurrentTickCanBeAcknowledgedOnce() {
    assertThat(panel.write(PlantTag.LOCKSTEP_ACK, 1L, 0)).isEqualTo(WriteStatus.OUT_OF_RANGE);
    assertThat(panel.takeAcknowledgement()).isFalse();
    assertThat(panel.write(PlantTag.LOCKSTEP_ACK, 0L, 0)).isEqualTo(WriteStatus.GOOD);
    assertThat(panel.takeAcknowledgement()).isTrue();
    assertThat(panel.takeAcknowledgement()).isFalse();
    assertThat(panel(Pace.clocked(1)).write(PlantTag.LOCKSTEP_ACK, 0L, 0))
        .isEqualTo(WriteStatus.NOT_NOW);
  }

  @Test
  void aRefusedAmountIsNotReplacedByTheOneBefore() {
    panel.write(PlantTag.BATCH_START, true, 0);
    panel.write(PlantTag.DOSE_AMOUNT, 0.05, 0);
    assertThat(panel.write(PlantTag.DOSE_AMOUNT, 0.5, 0)).isEqualTo(WriteStatus.OUT_OF_RANGE);
    assertThat(panel.write(PlantTag.DOSE_ID, 1L, 0)).isEqualTo(WriteStatus.OUT_OF_RANGE);
    assertThat(value(panel, PlantTag.DOSE_LAST_ID)).isEqualTo(0L);
    assertThat(panel.rig().plant().truth().unsafeWrites()).isEqualTo(1);
  }

  @Test
  void anAmountServesOneIdOnly() {
    panel.write(PlantTag.BATCH_START, true, 0);
    panel.write(PlantTag.DOSE_AMOUNT, 0.05, 0);
    assertThat(panel.write(PlantTag.DOSE_ID, 1L, 0)).isEqualTo(WriteStatus.GOOD);
    assertThat(panel.write(PlantTag.DOSE_ID, 1L, 0)).isEqualTo(WriteStatus.GOOD);
    assertThat(panel.write(PlantTag.DOSE_ID, 2L, 0)).isEqualTo(WriteStatus.OUT_OF_RANGE);
    assertThat(value(panel, PlantTag.INDUCER_TOTAL)).isEqualTo(0.05);
  }

  @Test
  void theWatchdogSleepsUntilTheFirstBeatAndTripsOnce() {
    Panel clocked = panel(Pace.clocked(1));
    assertThat(clocked.watch(1_000_000)).isFalse();
    clocked.write(PlantTag.HEARTBEAT, 1L, 1_000_000);
    clocked.write(PlantTag.HEARTBEAT, 1L, 1_004_000);
    assertThat(clocked.watch(1_005_000)).isFalse();
    // The same value again is no beat.
    assertThat(clocked.watch(1_005_001)).isTrue();
    assertThat(clocked.watch(1_009_000)).isFalse();
    assertThat(value(clocked, PlantTag.FALLBACK_ACTIVE)).isEqualTo(true);
    clocked.write(PlantTag.FALLBACK_REARM, true, 1_010_000);
    assertThat(value(clocked, PlantTag.FALLBACK_ACTIVE)).isEqualTo(false);
  }

  @Test
  void batchesAfterTheFirstHaveTheNextSeeds() {
    panel.write(PlantTag.BATCH_START, true, 0);
    assertThat(panel.write(PlantTag.BATCH_START, true, 0)).isEqualTo(WriteStatus.NOT_NOW);
    assertThat(panel.rig().seed()).isEqualTo(1);
    panel.write(PlantTag.BATCH_START, false, 0);
    panel.write(PlantTag.BATCH_START, true, 0);
    assertThat(panel.rig().seed()).isEqualTo(2);
  }

  @Test
  void wrongTypesAndReadOnlyTagsAreRefused() {
    assertThat(panel.write(PlantTag.FEED_SETPOINT, 0.01f, 0)).isEqualTo(WriteStatus.WRONG_TYPE);
    assertThat(panel.write(PlantTag.BATCH_START, 1L, 0)).isEqualTo(WriteStatus.WRONG_TYPE);
    assertThat(panel.write(PlantTag.OXYGEN, 1.0, 0)).isEqualTo(WriteStatus.READ_ONLY);
  }
}
