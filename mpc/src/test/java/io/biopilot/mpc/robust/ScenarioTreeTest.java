package io.biopilot.mpc.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.Cstr;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.mpc.transcription.Transition;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Nine scenarios of do-mpc's CSTR. Origin of the moves and states: do-mpc 5.1.2 (orthogonal
 * collocation, IPOPT 1e-8), {@code bench/peers/dompc.py cstr 5}, which agrees with do-mpc's own
 * testing/results/results_CSTR_robust_MPC.pkl.
 */
class ScenarioTreeTest {

  private static final double[][] MOVES = {
    {10.20775168, -108.91380496},
    {9.23541711, -219.38816797},
    {8.03160515, -334.01254030},
    {8.15334606, -456.66657822}
  };
  private static final double[] STATE_AFTER_FOUR = {
    0.71626398, 0.60287851, 134.37935507, 133.08923569
  };

  private final ProcessModel process = Cstr.process();

  private static ScenarioTree tree(List<MultipleShooting> scenarios) {
    double[] weights = new double[scenarios.size()];
    java.util.Arrays.fill(weights, 1.0 / weights.length);
    return new ScenarioTree(scenarios, Vec.of(weights));
  }

  @Test
  void firstMovesAreThoseOfDoMpc() {
    List<MultipleShooting> scenarios = Cstr.scenarios(process, Cstr.START, Vec.of(0.0, 0.0));
    ScenarioTree tree = tree(scenarios);
    SqpSolver solver = new SqpSolver(tree, SqpSettings.standard());
    Cstr.guess(tree, 10.0, -100.0, solver.variables());
    Transition plant = new Transition(process, Vec.of(1.0, 1.0), new Scheme(Tableau.RK4, 5e-5));
    Estimate now = new Estimate(0.0, Cstr.START, Vec.zeros(16));
    Vec before = Vec.of(0.0, 0.0);
    for (double[] move : MOVES) {
      for (MultipleShooting scenario : scenarios) {
        scenario.start(Start.fresh(now.state(), before, 0));
      }
      assertThat(solver.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
      int at = tree.shape().states(0);
      before = Vec.of(solver.variables()[at], solver.variables()[at + 1]);
      assertThat(before.get(0)).isCloseTo(move[0], within(1e-3 * Math.abs(move[0])));
      assertThat(before.get(1)).isCloseTo(move[1], within(1e-3 * Math.abs(move[1])));
      now = plant.flow(now, before, now.time() + 0.005);
    }
    for (int i = 0; i < 4; i++) {
      double stored = STATE_AFTER_FOUR[i];
      assertThat(now.state().get(i)).isCloseTo(stored, within(1e-3 * Math.abs(stored)));
    }
  }

  @Test
  void everyScenarioKeepsEveryLimitAndSharesTheFirstMove() {
    // Hot: without the limits the plan would let TK and TR pass 140.
    Vec hot = Vec.of(2.0, 0.4, 139.0, 138.0);
    List<MultipleShooting> scenarios = Cstr.scenarios(process, hot, Vec.of(20.0, -500.0));
    ScenarioTree tree = tree(scenarios);
    SqpSolver solver = new SqpSolver(tree, SqpSettings.standard());
    Cstr.guess(tree, 20.0, -500.0, solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
    double[] z = solver.variables();
    for (int s = 0; s < tree.scenarioCount(); s++) {
      double[] own = new double[scenarios.get(s).shape().totalVariables()];
      for (int k = 0; k < 20; k++) {
        int from = tree.shape().variableOffset(tree.node(k, s)) + tree.shape().states(0);
        System.arraycopy(z, from, own, scenarios.get(s).inputAt(k), 2);
      }
      scenarios.get(s).simulate(own);
      for (int k = 1; k <= 20; k++) {
        int at = scenarios.get(s).stateAt(k);
        assertThat(own[at + 2]).isLessThanOrEqualTo(140.0 + 1e-5);
        assertThat(own[at + 3]).isLessThanOrEqualTo(140.0 + 1e-5);
      }
    }
  }

  @Test
  void oneScenarioIsTheProgramItself() {
    MultipleShooting alone = Cstr.scenarios(process, Cstr.START, Vec.of(0.0, 0.0)).get(0);
    SqpSolver plain = new SqpSolver(alone, SqpSettings.standard());
    Cstr.guess(alone, 10.0, -100.0, plain.variables());
    assertThat(plain.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
    SqpSolver solver = new SqpSolver(tree(List.of(alone)), SqpSettings.standard());
    Cstr.guess(alone, 10.0, -100.0, solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
    assertThat(solver.variables()).containsExactly(plain.variables());
  }

  @Test
  void backOffKeepsTheLimitsOfTheOtherScenariosUnderTheSameControls() {
    Vec hot = Vec.of(2.0, 0.4, 139.0, 138.0);
    List<MultipleShooting> scenarios = Cstr.scenarios(process, hot, Vec.of(20.0, -500.0));
    BackOff program = new BackOff(scenarios.get(0), scenarios.subList(1, scenarios.size()));
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard());
    Cstr.guess(program, 20.0, -500.0, solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
    double before = hottest(scenarios, solver.variables());
    double change = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 20 && change > 1e-4; round++) {
      change = program.measure(solver.variables());
      assertThat(solver.solve(iterations -> iterations >= 100)).isEqualTo(Status.CONVERGED);
    }
    assertThat(change).isLessThanOrEqualTo(1e-4);
    assertThat(before).isGreaterThan(140.1);
    assertThat(hottest(scenarios, solver.variables())).isLessThanOrEqualTo(140.0 + 1e-3);
  }

  /** Highest TK of any scenario under the plan's controls. */
  private static double hottest(List<MultipleShooting> scenarios, double[] plan) {
    double highest = Double.NEGATIVE_INFINITY;
    for (MultipleShooting scenario : scenarios) {
      double[] z = plan.clone();
      scenario.simulate(z);
      for (int k = 1; k <= 20; k++) {
        highest = Math.max(highest, z[scenario.stateAt(k) + 3]);
      }
    }
    return highest;
  }

  @Test
  void weightsMustBePositiveAndOneForEachScenario() {
    List<MultipleShooting> scenarios = Cstr.scenarios(process, Cstr.START, Vec.of(0.0, 0.0));
    assertThatThrownBy(() -> new ScenarioTree(scenarios, Vec.of(1.0)))
        .hasMessageContaining("1 weights for 9 scenarios");
    assertThatThrownBy(() -> new ScenarioTree(scenarios.subList(0, 2), Vec.of(1.0, 0.0)))
        .hasMessageContaining("must be positive");
  }
}
