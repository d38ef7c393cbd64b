package io.biopilot.mpc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.problem.yaml.GoalException;
import io.biopilot.mpc.problem.yaml.GoalFile;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What a goal file can ask for, in a tank a' = u − k a whose best inputs are known in closed form:
 * horizons, references, soft and hard limits, the end's limits, totals.
 */
class GoalInClosedFormTest {

  private static final double K = Tank.DECAY;
  private static final double LEVEL = 0.2;

  private final Model model = Tank.model();
  private InputSchedule past = InputSchedule.constant(0.0);
  private double end = 9.0;

  private Decision decide(String yaml, double now, Map<String, Double> settings) {
    String whole = yaml + "integration: {method: rk4, step: 0.02}\nsolver: {tolerance: 1.0e-7}\n";
    GoalFile.Goal goal = GoalFile.parse("goal", whole, model.process().schema());
    RecedingHorizon controller = RecedingHorizon.of(goal);
    RecedingHorizon.Scratch scratch = controller.workspace();
    Controller.Prepared prepared =
        controller.prepare(
            controller.initialMemory(), model, new Goals(end, settings), past, scratch);
    Estimate estimate = new Estimate(now, Vec.of(LEVEL, 0.0), Vec.zeros(4));
    return controller.feedback(prepared, estimate, new Budget.Iterations(200), scratch);
  }

  private Decision.Planned planned(String yaml, double now) {
    Decision decision = decide(yaml, now, Map.of());
    assertThat(decision)
        .as(decision instanceof Decision.Fallback none ? none.reason() : "planned")
        .isInstanceOf(Decision.Planned.class);
    return (Decision.Planned) decision;
  }

  private static double input(Decision.Planned decision, int move) {
    return decision.plan().inputs().levels().get(move).get(0);
  }

  private static double level(Decision.Planned decision, int node) {
    return decision.plan().states().get(node).get(0);
  }

  /** From one level to another in a time. */
  private static double inputBetween(double from, double to, double hours) {
    double rest = Math.exp(-K * hours);
    return K * (to - from * rest) / (1.0 - rest);
  }

  @Test
  void referenceThatChangesWithTimeIsFollowedByTheClock() {
    String yaml =
        """
        horizon: {kind: receding, length: 2, moves: 4}
        references:
          wish: {times: [0, 4], values: [0.2, 1.0]}
        costs:
          level: {at: nodes, track: a - wish}
          last: {at: end, track: a - wish}
        inputs:
          u: {lower: -5, upper: 5}
        """;
    for (double now : new double[] {0.0, 1.0}) {
      Decision.Planned decision = planned(yaml, now);
      double a = LEVEL;
      for (int k = 0; k < 4; k++) {
        double wish = 0.2 + 0.2 * (now + 0.5 * (k + 1));
        assertThat(input(decision, k)).isCloseTo(inputBetween(a, wish, 0.5), within(2e-6));
        a = wish;
      }
    }
  }

  /** Least Σ u² to a level at the end: u ∝ what a unit of it is worth there. */
  @Test
  void levelAtTheEndIsReachedWithTheLeastEffort() {
    String yaml =
        """
        horizon: {kind: shrinking, move: 0.5}
        costs:
          effort: {at: nodes, value: u*u}
        inputs:
          u: {lower: -5, upper: 5}
        limits:
          a: {lower: 0.7, upper: 0.7, at: end}
        """;
    end = 2.0;
    for (double now : new double[] {0.0, 0.7}) {
      Decision.Planned decision = planned(yaml, now);
      Vec times = decision.plan().times();
      int last = times.size() - 1;
      assertThat(times.get(last)).isEqualTo(2.0);
      assertThat(times.get(1)).isCloseTo(now == 0.0 ? 0.5 : 1.0, within(1e-12));
      double[] worth = new double[last];
      double sum = 0.0;
      for (int k = 0; k < last; k++) {
        double hours = times.get(k + 1) - times.get(k);
        worth[k] = (1.0 - Math.exp(-K * hours)) / K * Math.exp(-K * (2.0 - times.get(k + 1)));
        sum += worth[k] * worth[k];
      }
      double price = (0.7 - LEVEL * Math.exp(-K * (2.0 - now))) / sum;
      for (int k = 0; k < last; k++) {
        assertThat(input(decision, k)).isCloseTo(price * worth[k], within(2e-6));
      }
      assertThat(level(decision, last)).isCloseTo(0.7, within(2e-6));
    }
  }

  /** With u at most ½, a(T) = 1 − (1 − a₀) e^(−kT). */
  @Test
  void leastTimeToALevelIsFound() {
    String yaml =
        """
        horizon: {kind: free end, shortest: 1, longest: 6, moves: 5}
        costs:
          time: {at: end, value: t}
        inputs:
          u: {lower: 0, upper: 0.5}
        limits:
          a: {lower: 0.8, at: end}
        """;
    double least = Math.log((1.0 - LEVEL) / 0.2) / K;
    Decision.Planned decision = planned(yaml, 1.0);
    assertThat(decision.plan().times().get(5)).isCloseTo(1.0 + least, within(1e-5));
    assertThat(input(decision, 2)).isCloseTo(0.5, within(1e-5));
    // Found along trajectories: no second search is needed, whatever the range of the end.
    for (double[] range : new double[][] {{1, 4}, {1, 6}, {2, 4}, {2, 6}}) {
      Map<String, Double> other = Map.of("horizon.shortest", range[0], "horizon.longest", range[1]);
      Decision.Planned same = (Decision.Planned) decide(yaml, 1.0, other);
      assertThat(same.plan().times().get(5)).isCloseTo(1.0 + least, within(1e-5));
      assertThat(same.iterations()).isLessThan(10);
    }
    String refused = yaml + "references:\n  r: {times: [0], values: [1]}\n";
    assertThatThrownBy(() -> planned(refused, 1.0))
        .isInstanceOf(GoalException.class)
        .hasMessageContaining("reference r changes with time");
    Decision late = decide(yaml, 1.0, Map.of("a.from", 2.0));
    assertThat(((Decision.Fallback) late).reason()).contains("limit a cannot hold from a time on");
  }

  /** One move: −a + ½ q (a − m)² is least at a = m + 1/q; −a + p (a − m) at m if p > 1. */
  @Test
  void softLimitsCostWhatTheirPricesSay() {
    String yaml =
        """
        horizon: {kind: receding, length: 1, moves: 1}
        costs:
          level: {at: end, value: -a}
        inputs:
          u: {lower: 0, upper: 2}
        limits:
          a: {upper: 0.6, margin: 0.1, PRICE}
        """;
    double most = LEVEL * Math.exp(-K) + 2.0 * (1.0 - Math.exp(-K)) / K;
    assertThat(level(planned(yaml.replace(", PRICE", ""), 0.0), 1)).isCloseTo(0.5, within(2e-6));
    String exact = yaml.replace("PRICE", "price: 1.5");
    assertThat(level(planned(exact, 0.0), 1)).as("exact").isCloseTo(0.5, within(2e-6));
    String cheap = yaml.replace("PRICE", "price: 0.5");
    assertThat(level(planned(cheap, 0.0), 1)).as("too cheap").isCloseTo(most, within(2e-6));
    String quadratic = yaml.replace("PRICE", "price: 0, quadratic: 4");
    assertThat(level(planned(quadratic, 0.0), 1)).isCloseTo(0.75, within(2e-6));
    String both = yaml.replace("PRICE", "price: 0.5, quadratic: 4");
    assertThat(level(planned(both, 0.0), 1)).isCloseTo(0.5 + 0.5 / 4, within(2e-6));
  }

  @Test
  void marginsThatLeaveNoRoomMeanTheMiddle() {
    String yaml =
        """
        horizon: {kind: receding, length: 1, moves: 1}
        costs:
          level: {at: end, value: -a}
        inputs:
          u: {lower: 0, upper: 2}
        limits:
          a: {lower: 0.4, upper: 0.6, margin: 0.2}
        """;
    Decision.Planned decision = planned(yaml, 0.0);
    assertThat(level(decision, 1)).isCloseTo(0.5, within(1e-6));
    assertThat(decision.status()).isEqualTo("converged");
  }

  private static final String TOTAL =
      """
      horizon: {kind: receding, length: 2, moves: 4}
      costs:
        level: {at: end, value: -a}
      inputs:
        u: {lower: 0.1, upper: 0.5, change: 0.1, window: 0.5, total: 1}
      """;

  @Test
  void totalIsSpentWhereItIsWorthMost() {
    past = InputSchedule.constant(0.3); // 0.6 are given when 2 h are over
    Decision.Planned decision = planned(TOTAL, 2.0);
    double spent = 0.0;
    for (int k = 0; k < 4; k++) {
      spent += 0.5 * input(decision, k);
    }
    assertThat(spent).isCloseTo(0.4, within(2e-6));
    // Late is worth more: down by the rate limit, then up with it.
    double[] expected = {0.2, 0.1, 0.2, 0.3};
    for (int k = 0; k < 4; k++) {
      assertThat(input(decision, k)).isCloseTo(expected[k], within(1e-5));
    }
  }

  /** What is given cannot be taken back: the input goes down as fast as it may and stays there. */
  @Test
  void totalThatIsExceededAlreadyIsADecisionWithItsReason() {
    past = InputSchedule.constant(0.4);
    Decision.Planned decision = planned(TOTAL, 5.0);
    assertThat(decision.status())
        .startsWith("converged")
        .contains("the total of u is used up (2.000 of 1.000), it goes to its least");
    double[] expected = {0.3, 0.2, 0.1, 0.1};
    for (int k = 0; k < 4; k++) {
      assertThat(input(decision, k)).isCloseTo(expected[k], within(5e-4));
    }
  }
}
