package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.journal.EventCodec;
import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.Notice;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What connectors and store tell reaches journal, store and operator. */
final class NoticesTest {

  private final LoopSimulation simulation =
      new LoopSimulation(1, 0, plan -> ScriptedPlans.feed(plan, 0, 0));

  @BeforeEach
  void begin() {
    simulation.start();
    simulation.ticks(2);
    simulation.effects.clear();
  }

  private Event.Noticed notice(String connection, Notice.Kind kind) {
    return new Event.Noticed(
        "BR1",
        simulation.rig.now(),
        connection,
        new Notice(kind, "here", "something happened", simulation.rig.now()));
  }

  @ParameterizedTest
  @EnumSource(Notice.Kind.class)
  void everyNoticeIsJournaledAndStored(Notice.Kind kind) {
    Event.Noticed noticed = notice("mqtt", kind);
    assertThat(EventCodec.decode(EventCodec.encode(noticed))).isEqualTo(noticed);
    simulation.on(noticed);
    assertThat(simulation.effects)
        .filteredOn(effect -> effect instanceof Effect.Store)
        .flatExtracting(effect -> ((Effect.Store) effect).points())
        .filteredOn(point -> point.measurement().equals("notice"))
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.tags())
                  .containsEntry("tag", "mqtt")
                  .containsEntry("kind", kind.name());
              assertThat(point.fields()).containsEntry("message", "something happened");
            });
  }

  @Test
  void lossIsAnAlarmUntilTheNextTickAndStaysOnTheListUntilItIsSeen() {
    simulation.on(notice("opcua", Notice.Kind.OVERFLOW));
    Alarm alarm = simulation.state.alarms().find("notice.opcua.OVERFLOW");
    assertThat(alarm).isNotNull();
    assertThat(alarm.active()).isTrue();
    assertThat(alarm.message()).contains("values of here were lost: something happened");
    simulation.tick();
    Alarm after = simulation.state.alarms().find("notice.opcua.OVERFLOW");
    assertThat(after).isNotNull();
    assertThat(after.active()).isFalse();
    assertThat(after.acknowledged()).isFalse();
  }

  @Test
  void comingAndGoingIsAnAlarmOfTheStoreOnly() {
    simulation.on(notice("opcua", Notice.Kind.CONNECTION));
    assertThat(simulation.raised("notice.opcua.CONNECTION")).isFalse();
    simulation.on(notice("store", Notice.Kind.CONNECTION));
    assertThat(simulation.raised("notice.store.CONNECTION")).isTrue();
  }

  @Test
  void missedTicksAreTold() {
    long tick = simulation.state.tick();
    assertThat(simulation.raised("agent.late")).as("control").isFalse();
    simulation.on(new Event.TickDue("BR1", simulation.rig.now(), tick + 4));
    assertThat(simulation.raised("agent.late")).as("the shifted plan bridges three").isFalse();
    simulation.on(new Event.TickDue("BR1", simulation.rig.now(), tick + 9));
    Alarm alarm = simulation.state.alarms().find("agent.late");
    assertThat(alarm).isNotNull();
    assertThat(alarm.message()).isEqualTo("4 ticks were missed: the agent was held up for 240 s");
    simulation.on(new Event.TickDue("BR1", simulation.rig.now(), tick + 10));
    assertThat(simulation.state.alarms().active("agent.late")).isFalse();
  }

  @Test
  void aSettingThatTheControllerDoesNotKnowIsRefused() {
    Answer answer =
        simulation.ask(
            id ->
                new OperatorCommand.ChangeGoal(
                    "BR1", simulation.rig.now(), id, "test", "DO.lowr", 25));
    assertThat(answer.done()).isFalse();
    assertThat(answer.message())
        .isEqualTo("the controller knows no setting 'DO.lowr'; it has none that can be changed");
    assertThat(simulation.state.planning().goals().settings()).isEmpty();
  }
}
