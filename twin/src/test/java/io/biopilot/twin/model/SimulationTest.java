package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Rodas5P;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.JacobianMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** x' = -k x + u + t with doses has a closed form between its switches. */
class SimulationTest {
  private static final double K = 0.4;

  private static final class Filling implements ProcessModel {
    @Override
    public Schema schema() {
      return new Schema(
          List.of(quantity("x")),
          List.of(quantity("u")),
          List.of(quantity("dose")),
          List.of(quantity("k")),
          List.of(quantity("y")));
    }

    private static Quantity quantity(String name) {
      return new Quantity(name, "g/L", name, 0, 100);
    }

    @Override
    public SmoothMap dynamics() {
      return new JacobianMap(3, 1, 1) {
        @Override
        protected void value(double[] z, double[] p, double[] y) {
          y[0] = -p[0] * z[0] + z[1] + z[2];
        }

        @Override
        protected void derivative(double[] z, double[] p, double[][] j) {
          j[0] = new double[] {-p[0], 1, 1, -z[0]};
        }
      };
    }

    @Override
    public SmoothMap outputs() {
      return new JacobianMap(3, 1, 1) {
        @Override
        protected void value(double[] z, double[] p, double[] y) {
          y[0] = 2 * z[0] + z[1];
        }

        @Override
        protected void derivative(double[] z, double[] p, double[][] j) {
          j[0] = new double[] {2, 1, 0, 0};
        }
      };
    }

    @Override
    public List<SmoothMap> jumps() {
      return List.of(
          new JacobianMap(3, 1, 1) {
            @Override
            protected void value(double[] z, double[] p, double[] y) {
              y[0] = z[0] + z[1];
            }

            @Override
            protected void derivative(double[] z, double[] p, double[][] j) {
              j[0] = new double[] {1, 1, 0, 0};
            }
          });
    }

    @Override
    public Vec processNoise() {
      return Vec.zeros(1);
    }

    @Override
    public Vec initialState() {
      return Vec.of(1.0);
    }

    @Override
    public Vec initialUncertainty() {
      return Vec.zeros(1);
    }

    @Override
    public Vec nominalParameters() {
      return Vec.of(K);
    }
  }

  /** x at t1 from x at t0 under constant u: particular solution t/k + u/k - 1/k². */
  private static double exact(double t0, double x0, double u, double t1) {
    double particular0 = t0 / K + u / K - 1.0 / (K * K);
    double particular1 = t1 / K + u / K - 1.0 / (K * K);
    return particular1 + (x0 - particular0) * Math.exp(-K * (t1 - t0));
  }

  private static final InputSchedule SCHEDULE =
      new InputSchedule(
          Vec.of(0.0, 2.0),
          List.of(Vec.of(1.0), Vec.of(3.0)),
          List.of(
              new TimedImpulse(0.0, 0, 0.5),
              new TimedImpulse(3.0, 0, 4.0),
              new TimedImpulse(5.0, 0, 9.0)));

  @Test
  void levelsSwitchAndDosesActAtTheirTimes() {
    double two = exact(0.0, 1.5, 1.0, 2.0);
    double three = exact(2.0, two, 3.0, 3.0);
    double five = exact(3.0, three + 4.0, 3.0, 5.0);
    for (Integrator integrator :
        List.of(
            Integrator.of(new Tsit5(), Tolerance.of(1e-10, 1e-12)),
            Integrator.of(new Rodas5P(), Tolerance.of(1e-10, 1e-12)))) {
      Solution solution =
          new Simulation(integrator)
              .run(new Filling(), SCHEDULE, 0.0, 5.0, SaveAt.times(0.0, 2.0, 3.0, 5.0))
              .orThrow();
      double[] expected = {1.0, two, three, five};
      List<Vec> outputs = Simulation.outputs(new Filling(), Vec.of(K), SCHEDULE, solution);
      for (int i = 0; i < expected.length; i++) {
        assertThat(solution.states().get(i).get(0)).isCloseTo(expected[i], within(1e-8));
        double u = i == 0 ? 1.0 : 3.0;
        assertThat(outputs.get(i).get(0)).isCloseTo(2 * expected[i] + u, within(1e-7));
      }
    }
  }

  @Test
  void derivativesOfTheFieldAreTheModels() {
    ProcessField field = new ProcessField(new Filling(), Vec.of(K), SCHEDULE);
    field.enterSegment(2.0, 3.0);
    double[] out = new double[1];
    field.derivativeInto(2.5, new double[] {2.0}, out);
    assertThat(out[0]).isCloseTo(-K * 2.0 + 3.0 + 2.5, within(1e-14));
    field.jacobianInto(2.5, new double[] {2.0}, out);
    assertThat(out[0]).isCloseTo(-K, within(1e-14));
    field.timeDerivativeInto(2.5, new double[] {2.0}, out);
    assertThat(out[0]).isCloseTo(1.0, within(1e-14));
    assertThat(Simulation.lowerBounds(new Filling().schema())).isEqualTo(Vec.of(0.0));
  }

  @Test
  void whatDoesNotFitTheModelIsSaid() {
    assertThatThrownBy(
            () -> new ProcessField(new Filling(), Vec.of(K), InputSchedule.constant(1.0, 2.0)))
        .hasMessageContaining("1 inputs")
        .hasMessageContaining("2 levels");
    assertThatThrownBy(() -> new ProcessField(new Filling(), Vec.of(), SCHEDULE))
        .hasMessageContaining("1 parameters, 0 values");
    ProcessField field = new ProcessField(new Filling(), Vec.of(K), SCHEDULE);
    assertThatThrownBy(() -> field.problem(2.0, Vec.of(1.0), 1.0))
        .hasMessageContaining("until (1.0 h) must not lie before from (2.0 h)");
  }
}
