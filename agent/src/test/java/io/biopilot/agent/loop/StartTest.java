package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A batch runs here and at the plant, or the operator is told. */
final class StartTest {

  private final LoopSimulation simulation =
      new LoopSimulation(1, 0, plan -> ScriptedPlans.feed(plan, 0.005, 0));

  private Answer start() {
    return simulation.ask(
        id ->
            new OperatorCommand.StartBatch(
                "BR1", simulation.rig.now(), id, "test", "B1", simulation.rig.now(), 2, 0.5));
  }

  private void connection(ConnectionState state) {
    simulation.on(new Event.ConnectionChanged("BR1", simulation.rig.now(), "opcua", state));
  }

  private boolean active(String alarm) {
    return simulation.state.alarms().active(alarm);
  }

  @Test
  void noBatchIsStartedWhileThePlantIsAway() {
    connection(new ConnectionState.Connecting(2, "Connection refused"));
    Answer answer = start();
    assertThat(answer.done()).isFalse();
    assertThat(answer.message()).contains("not connected", "Connection refused");
    assertThat(simulation.state.batch()).isNull();
    connection(new ConnectionState.Connected(simulation.rig.now()));
    assertThat(start().done()).isTrue();
  }

  @Test
  void aStartThatThePlantRefusesIsAnAlarmUntilThePlantRuns() {
    assertThat(start().done()).isTrue();
    simulation.on(
        new Event.CallReported(
            "BR1",
            simulation.rig.now(),
            new CallResult.Refused(new Command("BR1", "Start", 1, Map.of()), "not now")));
    assertThat(active("plant.start")).isTrue();
    assertThat(simulation.state.alarms().find("plant.start").message()).contains("not now");
    simulation.ticks(3); // the plant does run, whatever it said
    assertThat(active("plant.start")).isFalse();
    assertThat(simulation.raised("plant.idle")).isFalse();
  }

  @Test
  void aPlantThatLostTheBatchIsAnAlarm() {
    start();
    simulation.ticks(5);
    simulation.instrument =
        sample -> sample.tag().name().equals("Batch.Running") ? idle(sample) : sample;
    simulation.ticks(2);
    assertThat(active("plant.idle")).as("for a moment it may be so").isFalse();
    simulation.ticks(3);
    assertThat(active("plant.idle")).isTrue();
    simulation.instrument = sample -> sample;
    simulation.ticks(2);
    assertThat(active("plant.idle")).isFalse();
  }

  private static Sample idle(Sample sample) {
    return new Sample(
        sample.tag(),
        List.of(0.0),
        sample.sourceTime(),
        sample.receiveTime(),
        sample.quality(),
        sample.kind());
  }
}
