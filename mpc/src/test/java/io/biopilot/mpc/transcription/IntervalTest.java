package io.biopilot.mpc.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.mpc.models.FormulaModel;
import io.biopilot.twin.linalg.PlainPanels;
import io.biopilot.twin.model.ProcessModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of an interval's map against central differences, and the order of its methods. */
class IntervalTest {

  private static final ProcessModel PROCESS =
      new FormulaModel()
          .state("a", 1.0, "-a*a + u*b + tanh(t)")
          .state("b", 0.5, "k*a - b^3 + u*t")
          .input("u")
          .parameter("k", 0.7)
          .impulse("d", "a + amount*b", "b + amount^2*t")
          .process();
  private static final double[] PARAMETERS = {0.7};
  private static final double[] FREE = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};

  static Stream<Tableau> methods() {
    return Stream.of(Tableau.RK4, Tableau.SDIRK2, Tableau.SDIRK3);
  }

  /** Flow of length τ, a dose to be chosen, flow of length 0.6 − τ. */
  private static Interval interval(Tableau tableau) {
    MapPoint.Columns columns = MapPoint.Columns.of(2, 2, true);
    CurvatureScratch scratch = new CurvatureScratch(columns, 5, new PlainPanels());
    Flow before = new Flow(PROCESS.dynamics(), PARAMETERS, columns, tableau, 3, FREE, scratch);
    before.place(0.2, 0.0, 0.0, 1.0);
    Jump dose = new Jump(PROCESS.jumps().get(0), PARAMETERS, columns, 3, scratch);
    dose.place(0.2, 1.0);
    Flow after = new Flow(PROCESS.dynamics(), PARAMETERS, columns, tableau, 2, FREE, scratch);
    after.place(0.2, 1.0, 0.6, -1.0);
    return new Interval(columns, List.of(before, dose, after));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void firstAndSecondDerivativesEqualCentralDifferences(Tableau tableau) {
    Interval interval = interval(tableau);
    double[] w = {0.8, 0.4, 0.3, 0.6, 0.25};
    double[] weights = {1.3, -0.7};
    interval.forward(w);
    double[] first = interval.sensitivity().clone();
    double[] second = interval.curvature(weights).clone();
    int ld = interval.columns().leading();
    double h = 1e-5;
    for (int j = 0; j < w.length; j++) {
      double keep = w[j];
      w[j] = keep + h;
      double[] up = interval.forward(w).clone();
      double[] upGradient = gradient(interval, weights, w.length);
      w[j] = keep - h;
      double[] down = interval.forward(w).clone();
      double[] downGradient = gradient(interval, weights, w.length);
      w[j] = keep;
      for (int i = 0; i < 2; i++) {
        // Central differences: h² ~ 1e-10 and rounding 1e-16/h ~ 1e-11.
        assertThat(first[i * ld + j]).isCloseTo((up[i] - down[i]) / (2 * h), within(1e-8));
      }
      for (int i = j; i < w.length; i++) {
        double difference = (upGradient[i] - downGradient[i]) / (2 * h);
        assertThat(second[i * ld + j]).as("(%d, %d)", i, j).isCloseTo(difference, within(1e-7));
      }
    }
  }

  private static double[] gradient(Interval interval, double[] weights, int size) {
    double[] g = new double[size];
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < weights.length; i++) {
        g[j] += weights[i] * interval.sensitivity()[i * interval.columns().leading() + j];
      }
    }
    return g;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void methodsHaveTheirOrder(Tableau tableau) {
    double[] reference = end(Tableau.RK4, 400);
    List<Double> errors = new ArrayList<>();
    for (int steps : new int[] {8, 16}) {
      errors.add(Math.abs(end(tableau, steps)[0] - reference[0]));
    }
    double order = Math.log(errors.get(0) / errors.get(1)) / Math.log(2);
    assertThat(order).isCloseTo(tableau.order(), within(0.35));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatIsKnownIsNotTakenForAnotherPointOrOtherParameters(Tableau tableau) {
    double[] w = {0.8, 0.4, 0.3, 0.6, 0.25};
    double[] other = {0.8, 0.4, 0.3, 0.6, 0.26};
    double[] expected = interval(tableau).value(w).clone();
    Interval interval = interval(tableau);
    assertThat(interval.value(w)).containsExactly(expected);
    assertThat(interval.value(w)).containsExactly(expected);
    assertThat(interval.value(other)).isNotEqualTo(expected);
    interval.forward(other);
    assertThat(interval.value(w)).containsExactly(expected);
    Interval alone = interval(tableau);
    alone.forward(w);
    double[] slopes = alone.sensitivity();
    interval.forward(other);
    interval.forward(w);
    assertThat(interval.sensitivity()).containsExactly(slopes);
    interval.value(other);
    interval.forward(w);
    assertThat(interval.sensitivity()).containsExactly(slopes);

    double[] parameters = {0.7};
    Interval bound = flow(parameters);
    double[] before = bound.value(new double[] {0.8, 0.4, 0.3}).clone();
    parameters[0] = 0.9;
    bound.bind();
    double[] after = bound.value(new double[] {0.8, 0.4, 0.3}).clone();
    double[] end = bound.forward(new double[] {0.8, 0.4, 0.3}).clone();
    parameters[0] = 0.8;
    bound.bind();
    assertThat(bound.forward(new double[] {0.8, 0.4, 0.3})).isNotEqualTo(end);
    parameters[0] = 0.9;
    bound.bind();
    assertThat(after).isNotEqualTo(before);
    assertThat(after).containsExactly(flow(parameters).value(new double[] {0.8, 0.4, 0.3}));
  }

  private static Interval flow(double[] parameters) {
    MapPoint.Columns columns = MapPoint.Columns.of(2, 1, false);
    CurvatureScratch scratch = new CurvatureScratch(columns, 5, new PlainPanels());
    Flow flow = new Flow(PROCESS.dynamics(), parameters, columns, Tableau.RK4, 4, FREE, scratch);
    flow.place(0.0, 0.0, 1.0, 0.0);
    return new Interval(columns, List.of(flow));
  }

  private static double[] end(Tableau tableau, int steps) {
    MapPoint.Columns columns = MapPoint.Columns.of(2, 1, false);
    CurvatureScratch scratch = new CurvatureScratch(columns, 5, new PlainPanels());
    Flow flow = new Flow(PROCESS.dynamics(), PARAMETERS, columns, tableau, steps, FREE, scratch);
    flow.place(0.0, 0.0, 1.0, 0.0);
    return new Interval(columns, List.of(flow)).value(new double[] {0.8, 0.4, 0.3}).clone();
  }
}
