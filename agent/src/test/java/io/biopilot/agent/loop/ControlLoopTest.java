package io.biopilot.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.agent.testing.ScriptedPlans;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.testing.Seeds;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class ControlLoopTest {

  private static final List<Mode> MODES = List.of(Mode.AUTO, Mode.MANUAL, Mode.HOLD);

  private static LoopSimulation running(Function<Effect.Plan, Decision> controller) {
    LoopSimulation simulation = new LoopSimulation(1, 0, controller);
    simulation.start();
    return simulation;
  }

  @Seeds(count = 30)
  void whateverGoesWrongNothingUnsafeReachesThePlant(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    LoopSimulation simulation =
        new LoopSimulation(
            seed,
            0.05,
            plan ->
                switch (random.nextInt(6)) {
                  case 0 -> ScriptedPlans.none(plan, "no solution");
                  case 1 -> ScriptedPlans.feed(plan, Double.NaN, 0);
                  case 2 -> ScriptedPlans.feed(plan, random.nextDouble(-1, 1), 0.3);
                  case 3 -> ScriptedPlans.feed(plan, 1e308, Double.POSITIVE_INFINITY);
                  default -> ScriptedPlans.feed(plan, 0.02, random.nextDouble(0, 0.1));
                });
    simulation.start();
    for (int tick = 0; tick < 400; tick++) {
      if (random.nextInt(40) == 0) {
        simulation.mode(MODES.get(random.nextInt(MODES.size())));
      }
      simulation.tick();
      assertThat(simulation.effects.stream().filter(e -> e instanceof Effect.TickDone))
          .as("every tick ends, seed %s", seed)
          .hasSize(1);
    }
    assertThat(simulation.rig.plant().truth().unsafeWrites()).isZero();
    if (seed == 1) {
      assertThat(simulation.rig.plant().truth().feedL()).as("control: it did feed").isPositive();
    }
  }

  @Test
  void theLadderGoesFromPlanToShiftedPlanToRecipeAndBackAfterGoodPlans() {
    AtomicBoolean broken = new AtomicBoolean();
    LoopSimulation simulation =
        running(
            plan ->
                broken.get()
                    ? ScriptedPlans.none(plan, "no solution")
                    : ScriptedPlans.feed(plan, 0.005, 0));
    simulation.ticks(5);
    assertThat(simulation.state.control().source()).isEqualTo(Source.PLAN);
    broken.set(true);
    for (int i = 0; i < 3; i++) {
      simulation.tick();
      assertThat(simulation.state.control().source()).isEqualTo(Source.SHIFTED_PLAN);
      assertThat(simulation.feed()).isEqualTo(0.005);
    }
    simulation.tick();
    assertThat(simulation.state.control().source()).isEqualTo(Source.RECIPE);
    assertThat(simulation.state.planning().memory()).as("cold start").isNull();
    assertThat(simulation.loop.view(simulation.state).controller().fallbackReason())
        .isEqualTo("no solution");
    assertThat(simulation.raised("controller.fallback")).as("it may come back yet").isFalse();
    simulation.ticks(13);
    assertThat(simulation.raised("controller.fallback")).as("it does not").isTrue();
    broken.set(false);
    simulation.ticks(2);
    assertThat(simulation.state.control().source()).isEqualTo(Source.RECIPE);
    simulation.tick();
    assertThat(simulation.state.control().source()).isEqualTo(Source.PLAN);
  }

  @Test
  void aDoseIsGivenOnceAndReadBack() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.005, 0.05));
    simulation.ticks(3);
    assertThat(simulation.rig.plant().lastDoseId()).isEqualTo(1);
    assertThat(simulation.rig.plant().truth().inducerG()).isCloseTo(0.05, within(1e-9));
    assertThat(simulation.loop.view(simulation.state).batch().phase()).isEqualTo(Phase.INDUCED);
    simulation.ticks(20);
    assertThat(simulation.rig.plant().lastDoseId()).isEqualTo(2);
    assertThat(simulation.state.batch()).isNotNull();
    assertThat(simulation.state.batch().applied().impulses()).hasSize(2);
  }

  @Test
  void changesOfModeAreBumplessAndHoldActsAtOnce() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    simulation.ticks(3);
    simulation.mode(Mode.MANUAL);
    assertThat(simulation.feed()).isEqualTo(0.02);
    simulation.ticks(2);
    assertThat(simulation.feed()).isEqualTo(0.02);
    assertThat(manual(simulation, 0.03).done()).isTrue();
    assertThat(simulation.feed()).isEqualTo(0.03);
    assertThat(manual(simulation, 0.3).message()).contains("between 0.0 and 0.15");
    assertThat(simulation.feed()).isEqualTo(0.03);
    simulation.mode(Mode.HOLD);
    assertThat(simulation.feed()).isZero();
    assertThat(manual(simulation, 0.01).done()).isFalse();
    simulation.mode(Mode.AUTO);
    assertThat(simulation.feed()).as("no step before the next tick").isZero();
    simulation.tick();
    assertThat(simulation.feed()).isEqualTo(0.02);
  }

  private static Answer manual(LoopSimulation simulation, double value) {
    return simulation.ask(
        id ->
            new OperatorCommand.SetManual("BR1", simulation.rig.now(), id, "test", "Feed", value));
  }

  @Test
  void aModeIsNotChangedWithoutConfirmation() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    Answer answer =
        simulation.ask(
            id ->
                new OperatorCommand.ChangeMode(
                    "BR1", simulation.rig.now(), id, "test", Mode.HOLD, false));
    assertThat(answer.done()).isFalse();
    assertThat(simulation.state.control().mode()).isEqualTo(Mode.AUTO);
  }

  @Test
  void afterARestartDuringABatchItHoldsWithTheBatchsRecord() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    simulation.ticks(5);
    simulation.on(new Event.Started("BR1", simulation.rig.now(), "test", "plain"));
    assertThat(simulation.state.control().mode()).isEqualTo(Mode.HOLD);
    assertThat(simulation.raised("agent.restarted")).isTrue();
    simulation.tick();
    assertThat(simulation.feed()).isZero();
    assertThat(simulation.loop.view(simulation.state).batch().name()).isEqualTo("B1");
  }

  @Test
  void thePlantsFallbackHoldsUntilItIsRearmed() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    simulation.ticks(3);
    simulation.rig.plant().fallBack();
    simulation.ticks(2);
    assertThat(simulation.state.control().mode()).isEqualTo(Mode.HOLD);
    assertThat(simulation.raised("plant.fallback")).isTrue();
    Answer early =
        simulation.ask(
            id ->
                new OperatorCommand.ChangeMode(
                    "BR1", simulation.rig.now(), id, "test", Mode.AUTO, true));
    assertThat(early.message()).contains("re-arm");
    assertThat(
            simulation
                .ask(id -> new OperatorCommand.Rearm("BR1", simulation.rig.now(), id, "test", true))
                .done())
        .isTrue();
    simulation.ticks(2);
    simulation.mode(Mode.AUTO);
    simulation.ticks(2);
    assertThat(simulation.feed()).isEqualTo(0.02);
  }

  @Test
  void atHarvestNothingIsFedAnyMore() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    simulation.ticks(961);
    assertThat(simulation.loop.view(simulation.state).batch().phase()).isEqualTo(Phase.COMPLETE);
    assertThat(simulation.feed()).isZero();
    assertThat(simulation.rig.plant().truth().unsafeWrites()).isZero();
  }

  @Test
  void everyKindOfEventIsHandled() {
    LoopSimulation simulation = running(plan -> ScriptedPlans.feed(plan, 0.02, 0));
    List<Class<?>> kinds = List.of(Event.Plain.class.getPermittedSubclasses());
    assertThat(kinds).hasSize(10);
    simulation.on(
        new Event.ConnectionChanged(
            "BR1", simulation.rig.now(), "opcua", new ConnectionState.Connecting(1, "gone")));
    simulation.ticks(2);
    assertThat(simulation.raised("connection.opcua")).isTrue();
    assertThat(OperatorCommand.class.getPermittedSubclasses()).hasSize(8);
  }
}
