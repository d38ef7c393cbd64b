package io.biopilot.mpc.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.safety.PlantView.ReadBack;
import io.biopilot.mpc.safety.PlantView.Reading;
import io.biopilot.testing.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class SafetyGateTest {

  private static final double[] HOSTILE = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e308,
    -1e308,
    Double.MIN_VALUE,
    -0.0,
    0.15,
    0.1500000001,
    0.0099999
  };

  static Limits limits() {
    return new Limits(
        List.of(new Envelope("Feed", 0, 0.15, 0, true, new RateLimit(0.03, 0.5))),
        List.of(new DoseLimit("Inducer", 0.01, 0.1, 0.01, 0.25, 0.4, 0.1, 0.03)),
        new Limits.Volume(3, "Volume", 2.0 / 60),
        List.of(new Interlock("DO", Interlock.Side.BELOW, 5, "Feed", "no oxygen")),
        Map.of("DO", 0.05));
  }

  private static final SafetyGate GATE = new SafetyGate(limits());

  private static PlantView view(double time, double oxygen, double volume, long lastId) {
    return new PlantView(
        time,
        Map.of("DO", new Reading(oxygen, time), "Volume", new Reading(volume, time)),
        Map.of("Inducer", new ReadBack(lastId, time)),
        true);
  }

  private static Proposal feed(double value) {
    return new Proposal(Map.of("Feed", value), List.of());
  }

  private static Proposal dose(double amount) {
    return new Proposal(Map.of(), List.of(new Dose("Inducer", 0, amount)));
  }

  @Seeds(count = 200)
  void noHostileControllerGetsAnUnsafeValueThrough(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    PlantBehindTheGate plant = new PlantBehindTheGate();
    Ledger ledger = Ledger.start(0, 2);
    double oxygenTime = 0;
    double backTime = 0;
    long backId = 0;
    boolean everFed = false;
    for (int tick = 0; tick < 960; tick++) {
      boolean holding = random.nextInt(40) == 0;
      Mode mode = holding ? Mode.HOLD : random.nextBoolean() ? Mode.AUTO : Mode.MANUAL;
      if (random.nextInt(20) != 0) {
        oxygenTime = plant.time();
      }
      if (random.nextInt(3) != 0) {
        backTime = plant.time();
        backId = plant.lastId();
      }
      double oxygen = random.nextInt(50) == 0 ? 1 : 40;
      Map<String, Reading> readings = new HashMap<>();
      readings.put("DO", new Reading(oxygen, oxygenTime));
      if (random.nextBoolean()) {
        readings.put("Volume", new Reading(plant.volume(), plant.time()));
      }
      PlantView view =
          new PlantView(
              random.nextInt(100) == 0 ? plant.time() - 1 : plant.time(),
              readings,
              Map.of("Inducer", new ReadBack(backId, backTime)),
              true);
      Ruling ruling = GATE.rule(ledger, mode, hostile(random, tick), view);
      ledger = ruling.ledger();
      boolean stale = mode == Mode.AUTO && plant.time() - oxygenTime > 0.05 + 1e-9;
      boolean mayFeed = !holding && !stale && oxygen >= 5;
      plant.write(ruling.levels(), mayFeed);
      everFed |= plant.feed() > 0;
      for (Dose dose : ruling.doses()) {
        assertThat(holding || stale).isFalse();
        if (random.nextInt(5) != 0) {
          plant.dose(dose);
        }
      }
      plant.advance();
    }
    assertThat(everFed).as("control: something did get through").isTrue();
    assertThat(plant.given()).isPositive();
  }

  private static Proposal hostile(RandomGenerator random, int tick) {
    Map<String, Double> levels = new HashMap<>();
    if (random.nextInt(10) != 0) {
      double level =
          switch (random.nextInt(3)) {
            case 0 -> HOSTILE[random.nextInt(HOSTILE.length)];
            case 1 -> tick % 2 == 0 ? 0.15 : 0;
            default -> random.nextDouble(-0.1, 0.3);
          };
      levels.put("Feed", level);
    }
    levels.put("Unknown", 1.0);
    List<Dose> doses = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      double amount =
          random.nextBoolean()
              ? HOSTILE[random.nextInt(HOSTILE.length)]
              : random.nextDouble(-0.05, 0.2);
      doses.add(new Dose(random.nextInt(9) == 0 ? "Ligand" : "Inducer", random.nextLong(), amount));
    }
    return new Proposal(levels, doses);
  }

  @Test
  void aGoodProposalPassesUnchangedAndWithoutWords() {
    Ruling ruling = GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.02), view(0, 40, 2, 0));
    assertThat(ruling.levels()).containsEntry("Feed", 0.02);
    assertThat(ruling.changes()).isEmpty();
  }

  @Test
  void theRateIsHeldOverTheWholeWindowNotOnlyFromOneTickToTheNext() {
    Ledger ledger = GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.0), view(0, 40, 2, 0)).ledger();
    double last = 0;
    for (int tick = 1; tick < 30; tick++) {
      Ruling ruling = GATE.rule(ledger, Mode.AUTO, feed(0.15), view(tick / 60.0, 40, 2, 0));
      ledger = ruling.ledger();
      last = ruling.levels().get("Feed");
    }
    assertThat(last).isCloseTo(0.03, within(1e-12));
    Ruling later = GATE.rule(ledger, Mode.AUTO, feed(0.15), view(31 / 60.0, 40, 2, 0));
    assertThat(later.levels().get("Feed")).isCloseTo(0.06, within(1e-12));
    assertThat(later.changes().get(0).reason()).contains("0.03").contains("0.5 h");
  }

  @Test
  void holdStopsFeedAndDosesAtOnceAndTheWayBackStartsFromZero() {
    Ledger ledger =
        GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.03), view(0, 40, 2, 0)).ledger();
    Ruling hold = GATE.rule(ledger, Mode.HOLD, dose(0.05), view(0.1, 40, 2, 0));
    assertThat(hold.levels()).containsEntry("Feed", 0.0);
    assertThat(hold.doses()).isEmpty();
    Ruling back = GATE.rule(hold.ledger(), Mode.AUTO, feed(0.1), view(0.2, 40, 2, 0));
    assertThat(back.levels()).containsEntry("Feed", 0.03);
  }

  @Test
  void afterAWriteThatMayBeLostBothValuesBind() {
    Ledger ledger =
        GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.03), view(0, 40, 2, 0)).ledger();
    ledger = GATE.rule(ledger, Mode.AUTO, feed(0.06), view(0.6, 40, 2, 0)).ledger();
    ledger = GATE.rule(ledger, Mode.AUTO, feed(0.09), view(1.2, 40, 2, 0)).ledger();
    Ledger held = GATE.rule(ledger, Mode.HOLD, Proposal.none(), view(1.3, 40, 2, 0)).ledger();
    Ruling sure = GATE.rule(held, Mode.AUTO, feed(0.03), view(1.4, 40, 2, 0));
    assertThat(sure.levels()).containsEntry("Feed", 0.03);
    Ruling doubtful = GATE.rule(held.doubting("Feed"), Mode.AUTO, feed(0.03), view(1.4, 40, 2, 0));
    assertThat(doubtful.levels()).as("0.09 may still run").containsEntry("Feed", 0.0);
    assertThat(doubtful.changes().get(0).reason()).contains("not confirmed");
    Ruling stopped = GATE.rule(doubtful.ledger(), Mode.AUTO, feed(0.03), view(1.5, 40, 2, 0));
    assertThat(stopped.levels()).as("the stop was taken").containsEntry("Feed", 0.03);
  }

  @Test
  void aStaleReadingStopsAutoButNotTheOperator() {
    PlantView stale = new PlantView(1, Map.of("DO", new Reading(40, 0.9)), Map.of(), true);
    Ruling auto = GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.02), stale);
    assertThat(auto.levels()).containsEntry("Feed", 0.0);
    assertThat(auto.changes().get(0).reason()).contains("DO is 360 s old").contains("180 s");
    Ruling manual = GATE.rule(Ledger.start(0, 2), Mode.MANUAL, feed(0.02), stale);
    assertThat(manual.levels()).containsEntry("Feed", 0.02);
  }

  @Test
  void aDoseIsSentOnceUntilItIsReadBackAndAgainUnderTheSameIdIfItWasNotRun() {
    Ruling first = GATE.rule(Ledger.start(0, 2), Mode.AUTO, dose(0.057), view(1, 40, 2, 7));
    assertThat(first.doses()).containsExactly(new Dose("Inducer", 8, 0.05));
    PlantView silent =
        new PlantView(
            1.02,
            Map.of("DO", new Reading(40, 1.02)),
            Map.of("Inducer", new ReadBack(7, 1.0)),
            true);
    Ruling waiting = GATE.rule(first.ledger(), Mode.AUTO, dose(0.05), silent);
    assertThat(waiting.doses()).isEmpty();
    assertThat(waiting.changes().get(0).reason()).contains("dose 8 is not read back");
    Ruling again = GATE.rule(waiting.ledger(), Mode.AUTO, dose(0.05), view(1.05, 40, 2, 7));
    assertThat(again.doses()).containsExactly(new Dose("Inducer", 8, 0.05));
    assertThat(again.ledger().account("Inducer").total()).isCloseTo(0.05, within(1e-12));
    Ruling done = GATE.rule(again.ledger(), Mode.AUTO, Proposal.none(), view(1.1, 40, 2, 8));
    assertThat(done.ledger().account("Inducer").pending()).isNull();
    Ruling early = GATE.rule(done.ledger(), Mode.AUTO, dose(0.05), view(1.2, 40, 2, 8));
    assertThat(early.doses()).isEmpty();
    Ruling next = GATE.rule(early.ledger(), Mode.AUTO, dose(0.05), view(1.31, 40, 2, 8));
    assertThat(next.doses()).containsExactly(new Dose("Inducer", 9, 0.05));
  }

  @Test
  void aDoseLostBeforeHoldIsGivenUpAndItsIdNeverUsedAgain() {
    Ledger sent = GATE.rule(Ledger.start(0, 2), Mode.AUTO, dose(0.05), view(1, 40, 2, 0)).ledger();
    Ledger held = GATE.rule(sent, Mode.HOLD, Proposal.none(), view(1.1, 40, 2, 0)).ledger();
    assertThat(held.account("Inducer").pending()).isNull();
    assertThat(held.account("Inducer").total()).isZero();
    Ruling next = GATE.rule(held, Mode.AUTO, dose(0.05), view(1.4, 40, 2, 0));
    assertThat(next.doses()).containsExactly(new Dose("Inducer", 2, 0.05));
  }

  @Test
  void theFullerOfTotalsAndReadingEndsTheFeed() {
    Ruling full = GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.02), view(1, 40, 3.0, 0));
    assertThat(full.levels()).containsEntry("Feed", 0.0);
    Ruling byTotals = GATE.rule(Ledger.start(0, 3), Mode.AUTO, feed(0.02), view(1, 40, 2.0, 0));
    assertThat(byTotals.levels()).containsEntry("Feed", 0.0);
  }

  @Test
  void anInterlockActsAtOnceAndSaysWhy() {
    Ruling ruling = GATE.rule(Ledger.start(0, 2), Mode.AUTO, feed(0.02), view(1, 3, 2, 0));
    assertThat(ruling.levels()).containsEntry("Feed", 0.0);
    assertThat(ruling.changes().get(0).reason()).contains("no oxygen").contains("DO is 3");
  }

  @Test
  void withoutABatchNothingIsFed() {
    PlantView idle = new PlantView(0, Map.of("DO", new Reading(40, 0)), Map.of(), false);
    Ruling ruling = GATE.rule(Ledger.start(0, 2), Mode.MANUAL, feed(0.02), idle);
    assertThat(ruling.levels()).containsEntry("Feed", 0.0);
  }
}
