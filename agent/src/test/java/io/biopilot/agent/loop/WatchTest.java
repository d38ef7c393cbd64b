package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What is an alarm, and above all what is none. */
final class WatchTest {

  private final List<Alarm> told = new ArrayList<>();

  private static LoopSimulation running(double feed) {
    return running(feed, 0);
  }

  private static LoopSimulation running(double feed, double fromHours) {
    LoopSimulation simulation =
        new LoopSimulation(
            1,
            0,
            plan -> ScriptedPlans.feed(plan, plan.estimate().time() < fromHours ? 0 : feed, 0));
    simulation.start();
    return simulation;
  }

  private void tick(LoopSimulation simulation) {
    simulation.tick();
    for (Effect effect : simulation.effects) {
      if (effect instanceof Effect.AlarmChanged changed) {
        told.add(changed.alarm());
      }
    }
  }

  private void ticks(LoopSimulation simulation, int count) {
    for (int i = 0; i < count; i++) {
      tick(simulation);
    }
  }

  private static void shows(LoopSimulation simulation, String tag, double value) {
    simulation.instrument =
        sample -> sample.tag().name().equals(tag) ? with(sample, value, sample.quality()) : sample;
  }

  private static Sample with(Sample sample, double value, Quality quality) {
    return new Sample(
        sample.tag(),
        List.of(value),
        sample.sourceTime(),
        sample.receiveTime(),
        quality,
        sample.kind());
  }

  private static boolean active(LoopSimulation simulation, String alarm) {
    return simulation.state.alarms().active(alarm);
  }

  @Seeds(count = 5)
  void noiseAroundALimitDoesNotChatter(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    LoopSimulation simulation = running(0);
    simulation.instrument =
        sample ->
            sample.tag().name().equals("DO")
                ? with(sample, 20 + random.nextGaussian(), sample.quality())
                : sample;
    ticks(simulation, 6 * 60);
    // without band and delay it changed 180 times; once raised it stays, for 22 % is never kept
    assertThat(told.stream().filter(alarm -> alarm.id().equals("DO.low"))).hasSize(1);
    assertThat(active(simulation, "DO.low")).isTrue();
  }

  @Test
  void aLimitCrossedIsAnAlarmAndItEndsOnceTheValueIsWellBack() {
    LoopSimulation simulation = running(0);
    ticks(simulation, 5);
    shows(simulation, "DO", 15);
    ticks(simulation, 2);
    assertThat(active(simulation, "DO.low")).as("a minute is too short").isFalse();
    ticks(simulation, 2);
    assertThat(active(simulation, "DO.low")).isTrue();
    assertThat(simulation.state.alarms().find("DO.low"))
        .returns("Dissolved oxygen is 15 %, below 20 %", Alarm::message);
    shows(simulation, "DO", 21);
    ticks(simulation, 20);
    assertThat(active(simulation, "DO.low")).as("within the dead band").isTrue();
    assertThat(simulation.state.alarms().find("DO.low"))
        .returns("Dissolved oxygen is 21 %, has been below 20 %", Alarm::message);
    shows(simulation, "DO", 25);
    ticks(simulation, 5);
    assertThat(active(simulation, "DO.low")).as("not yet for five minutes").isTrue();
    ticks(simulation, 2);
    assertThat(active(simulation, "DO.low")).isFalse();
    assertThat(simulation.raised("DO.low")).as("still to be acknowledged").isTrue();
  }

  @Test
  void glucoseIsJudgedOnlyInSamplesDrawnAfterFeedingBegan() {
    LoopSimulation simulation = running(0);
    shows(simulation, "Glucose", 4);
    ticks(simulation, 150);
    assertThat(simulation.raised("Glucose.high")).isFalse();
    LoopSimulation fed = running(0.01);
    shows(fed, "Glucose", 4);
    ticks(fed, 30);
    assertThat(fed.raised("Glucose.high")).as("drawn at inoculation").isFalse();
    ticks(fed, 60);
    assertThat(active(fed, "Glucose.high")).isTrue();
    assertThat(fed.state.alarms().find("Glucose.high"))
        .returns(true, alarm -> alarm.message().startsWith("Glucose is 4 g/L in the sample of"));
  }

  @Test
  void aConnectionThatIsBeingMadeIsNoAlarmAndALostOneOnlyAfterAWhile() {
    LoopSimulation simulation = running(0);
    connection(simulation, new ConnectionState.Connecting(1, ""));
    ticks(simulation, 3);
    assertThat(simulation.raised("connection.mqtt")).isFalse();
    connection(simulation, new ConnectionState.Connected(simulation.rig.now()));
    connection(simulation, new ConnectionState.Connecting(1, "the broker is gone"));
    connection(simulation, new ConnectionState.Connected(simulation.rig.now()));
    ticks(simulation, 3);
    assertThat(simulation.raised("connection.mqtt")).isFalse();
    connection(simulation, new ConnectionState.Connecting(2, "the broker is gone"));
    ticks(simulation, 2);
    assertThat(simulation.state.alarms().find("connection.mqtt"))
        .returns("No connection to MQTT: the broker is gone", Alarm::message)
        .returns(true, Alarm::active);
    connection(simulation, new ConnectionState.Closed());
    assertThat(active(simulation, "connection.mqtt")).as("closed by the agent itself").isFalse();
  }

  private static void connection(LoopSimulation simulation, ConnectionState state) {
    simulation.on(new Event.ConnectionChanged("BR1", simulation.rig.now(), "mqtt", state));
  }

  @Test
  void withoutABatchNoReadingIsAbnormal() {
    LoopSimulation simulation = running(0);
    shows(simulation, "DO", 10);
    ticks(simulation, 10);
    assertThat(active(simulation, "DO.low")).isTrue();
    simulation.on(new OperatorCommand.EndBatch("BR1", simulation.rig.now(), 99, "test", true));
    ticks(simulation, 10);
    assertThat(active(simulation, "DO.low")).isFalse();
  }

  @Test
  void anUneventfulBatchRaisesNothing() {
    LoopSimulation simulation = running(0.002, 7);
    ticks(simulation, 961);
    assertThat(told).isEmpty();
    assertThat(simulation.rig.plant().truth().feedL()).as("control: it was fed").isPositive();
    assertThat(simulation.loop.view(simulation.state).batch().phase()).isEqualTo(Phase.COMPLETE);
  }
}
