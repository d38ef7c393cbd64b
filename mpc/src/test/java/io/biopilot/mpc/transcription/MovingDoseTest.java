package io.biopilot.mpc.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.Tank;
import io.biopilot.mpc.nlp.SqpSettings;
import io.biopilot.mpc.nlp.SqpSolver;
import io.biopilot.mpc.nlp.Status;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.sensitivity.Outcome;
import io.biopilot.mpc.sensitivity.SolutionSensitivity;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dose whose time is chosen, in a tank whose course is known in closed form. */
class MovingDoseTest {

  private static final double DOSE = 0.3;
  private static final double TARGET = 0.25;

  private final Model model = Tank.model();
  private final OptimalControlProblem problem = problem();
  private final Values values = problem.values(Map.of());

  /** (a(2) − target)², nothing fed. */
  private OptimalControlProblem problem() {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"a", "b", "u", "dose", "t"}) {
      symbols.input(name);
    }
    return OptimalControlProblem.of(model.process().schema(), Horizon.receding(2.0, 2))
        .cost(CostTerm.tracking("end", CostTerm.Where.TERMINAL, symbols.compile("a"), TARGET))
        .input("u", 0.0, 0.0)
        .pulse(PulseInput.of(0, "dose", DOSE, DOSE))
        .build();
  }

  /** a(2) = a₀ e^(−2k) + dose e^(−k (2 − τ)) = target. */
  private static double best(double a0) {
    double k = Tank.DECAY;
    return 2.0 + Math.log((TARGET - a0 * Math.exp(-2 * k)) / DOSE) / k;
  }

  private MultipleShooting program(Tableau tableau, double a0, Grid.Slot slot) {
    Grid grid = Grid.uniform(0.0, 1.0, 2).withDoses(List.of(List.of(), List.of(slot)));
    return new MultipleShooting(
        problem,
        model.process(),
        model.parameters(),
        new Scheme(tableau, 0.02),
        grid,
        values,
        Start.fresh(Vec.of(a0, 0.0), Vec.of(0.0), 1));
  }

  private static SqpSolver solved(MultipleShooting program) {
    SqpSolver solver = new SqpSolver(program, SqpSettings.standard().withTolerance(1e-10));
    solver.variables()[program.momentAt(1)] = 0.9;
    program.admit(solver.variables());
    program.simulate(solver.variables());
    assertThat(solver.solve(iterations -> iterations >= 60)).isEqualTo(Status.CONVERGED);
    return solver;
  }

  @Test
  void bestTimeIsTheOneOfTheClosedForm() {
    for (Tableau tableau : List.of(Tableau.RK4, Tableau.SDIRK3)) {
      MultipleShooting program =
          program(tableau, 0.1, Grid.Slot.fixed(0, DOSE).within(0.001, 0.999));
      SqpSolver solver = solved(program);
      assertThat(best(0.1)).isBetween(1.1, 1.9);
      assertThat(1.0 + solver.variables()[program.momentAt(1)]).isCloseTo(best(0.1), within(1e-6));
    }
  }

  @Test
  void timeMovesWithTheStartAsTheClosedFormSays() {
    for (Tableau tableau : List.of(Tableau.RK4, Tableau.SDIRK3)) {
      timeMovesWithTheStart(tableau);
    }
  }

  private void timeMovesWithTheStart(Tableau tableau) {
    MultipleShooting program = program(tableau, 0.1, Grid.Slot.fixed(0, DOSE).within(0.001, 0.999));
    SqpSolver solver = solved(program);
    SolutionSensitivity sensitivity = new SolutionSensitivity(program, values);
    Outcome outcome = sensitivity.at(solver);
    assertThat(outcome).as(outcome.toString()).isInstanceOf(Outcome.Differentiable.class);
    double[] zbar = new double[solver.variables().length];
    zbar[program.momentAt(1)] = 1.0;
    sensitivity.adjoint(zbar);
    double h = 1e-6;
    double slope = (best(0.1 + h) - best(0.1 - h)) / (2 * h);
    assertThat(sensitivity.startWorth()[0]).isCloseTo(slope, within(1e-4));
    // By the decay: τ(k) of the same formula, differentiated by hand.
    double k = Tank.DECAY;
    double rest = TARGET - 0.1 * Math.exp(-2 * k);
    double byDecay = 0.2 * Math.exp(-2 * k) / rest / k - Math.log(rest / DOSE) / (k * k);
    assertThat(sensitivity.parameterWorth()[0]).isCloseTo(byDecay, within(1e-4));
  }

  @Test
  void timeStopsAtTheEndOfItsWindow() {
    MultipleShooting program =
        program(Tableau.RK4, 0.1, Grid.Slot.choose(0, DOSE, DOSE).within(0.001, 0.2));
    SqpSolver solver = solved(program);
    assertThat(solver.variables()[program.momentAt(1)]).isCloseTo(0.2, within(1e-6));
    assertThat(solver.variables()[program.doseAt(1)]).isCloseTo(DOSE, within(1e-8));
  }

  @Test
  void doseBehindTheBeginningActsAtItsTime() {
    MultipleShooting program = program(Tableau.RK4, 0.1, Grid.Slot.fixed(0, DOSE).at(0.4));
    double[] z = new double[program.shape().totalVariables()];
    program.simulate(z);
    double end = 0.1 * Math.exp(-2 * Tank.DECAY) + DOSE * Math.exp(-0.6 * Tank.DECAY);
    assertThat(z[program.stateAt(2)]).isCloseTo(end, within(1e-9));
  }

  @Test
  void placesThatCannotBeAreRefused() {
    Grid grid = Grid.uniform(0.0, 1.0, 1);
    Grid.Slot moving = Grid.Slot.choose(0, 1.0).within(0.1, 0.5);
    assertThatThrownBy(() -> grid.withDoses(List.of(List.of(moving, moving))))
        .hasMessageContaining("the only one behind the beginning");
    assertThatThrownBy(() -> grid.withFreeEnd().withDoses(List.of(List.of(moving))))
        .hasMessageContaining("free end");
    assertThatThrownBy(() -> grid.withDoses(List.of(List.of(moving.within(0.5, 1.0)))))
        .hasMessageContaining("of an interval of 1.0 h");
  }
}
