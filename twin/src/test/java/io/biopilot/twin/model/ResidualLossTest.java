package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.ResidualLoss.Observation;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Tolerance;
import io.biopilot.twin.ode.methods.Tsit5;
import io.biopilot.twin.sensitivity.Adjoint;
import io.biopilot.twin.sensitivity.Experiment;
import io.biopilot.twin.sensitivity.Gradient;
import io.biopilot.twin.sensitivity.GradientSolver;
import io.biopilot.twin.sensitivity.JacobianMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A decay x' = −k x + u with doses, seen through y = c x, has closed-form gradients. */
class ResidualLossTest {
  private static final double K = 0.4;
  private static final double C = 2.0;

  private static final class Decay implements ProcessModel {
    @Override
    public Schema schema() {
      return new Schema(
          List.of(quantity("x")),
          List.of(quantity("u")),
          List.of(quantity("dose")),
          List.of(quantity("k"), quantity("c")),
          List.of(quantity("y")));
    }

    private static Quantity quantity(String name) {
      return new Quantity(name, "g/L", name, 0, 10);
    }

    @Override
    public SmoothMap dynamics() {
      return new JacobianMap(3, 2, 1) {
        @Override
        protected void value(double[] z, double[] p, double[] y) {
          y[0] = -p[0] * z[0] + z[1];
        }

        @Override
        protected void derivative(double[] z, double[] p, double[][] j) {
          j[0] = new double[] {-p[0], 1, 0, -z[0], 0};
        }
      };
    }

    @Override
    public SmoothMap outputs() {
      return new JacobianMap(3, 2, 1) {
        @Override
        protected void value(double[] z, double[] p, double[] y) {
          y[0] = p[1] * z[0];
        }

        @Override
        protected void derivative(double[] z, double[] p, double[][] j) {
          j[0] = new double[] {p[1], 0, 0, 0, z[0]};
        }
      };
    }

    @Override
    public List<SmoothMap> jumps() {
      return List.of(
          new JacobianMap(3, 2, 1) {
            @Override
            protected void value(double[] z, double[] p, double[] y) {
              y[0] = z[0] + z[1];
            }

            @Override
            protected void derivative(double[] z, double[] p, double[][] j) {
              j[0] = new double[] {1, 1, 0, 0, 0};
            }
          });
    }

    @Override
    public Vec processNoise() {
      return Vec.zeros(1);
    }

    @Override
    public Vec initialState() {
      return Vec.of(1);
    }

    @Override
    public Vec initialUncertainty() {
      return Vec.zeros(1);
    }

    @Override
    public Vec nominalParameters() {
      return Vec.of(K, C);
    }
  }

  @Test
  void gradientOfWeightedResidualsHasItsClosedForm() {
    ProcessModel model = new Decay();
    InputSchedule schedule =
        new InputSchedule(Vec.of(0), List.of(Vec.of(0)), List.of(new TimedImpulse(1.0, 0, 0.5)));
    ResidualLoss loss = new ResidualLoss(model, List.of(new Observation(3.0, 0, 1.0, 0.1)));
    GradientSolver solver =
        new Adjoint.Discrete(Integrator.of(new Tsit5(), Tolerance.of(1e-11, 1e-11)))
            .solver(ModelField.of(model));
    Experiment experiment =
        Experiment.of(0, 3.5, model.initialState(), ModelField.stimulus(schedule));
    solver.solve(experiment, model.nominalParameters().toArray(), loss);
    Gradient g = solver.gradient();
    // x(3) = e^{-3k} + 0.5 e^{-2k}, r = (c x - 1) / 0.1, L = r² / 2
    double x = Math.exp(-3 * K) + 0.5 * Math.exp(-2 * K);
    double r = (C * x - 1) / 0.1;
    double dx = -3 * Math.exp(-3 * K) - 2 * 0.5 * Math.exp(-2 * K);
    assertThat(g.loss()).isCloseTo(r * r / 2, within(1e-8));
    assertThat(g.parameters().get(0)).isCloseTo(r * C * dx / 0.1, within(1e-7));
    assertThat(g.parameters().get(1)).isCloseTo(r * x / 0.1, within(1e-7));
    assertThat(g.initial().get(0)).isCloseTo(r * C * Math.exp(-3 * K) / 0.1, within(1e-7));
    assertThat(g.pulseAmounts().get(0)).isCloseTo(r * C * Math.exp(-2 * K) / 0.1, within(1e-7));
    // the later the dose, the less of it has decayed
    double byTime = r * C * 0.5 * K * Math.exp(-2 * K) / 0.1;
    assertThat(g.pulseTimes().get(0)).isCloseTo(byTime, within(1e-7));
    assertThat(loss.residuals().get(0)).isCloseTo(r, within(1e-9));
  }

  @Test
  void observationsOfOneTimeAreTakenTogetherInAnyOrder() {
    ProcessModel model = new Decay();
    ResidualLoss loss =
        new ResidualLoss(
            model,
            List.of(
                new Observation(2, 0, 1, 1),
                new Observation(1, 0, 3, 1),
                new Observation(2, 0, 5, 0.5)));
    assertThat(loss.times()).isEqualTo(Vec.of(1, 2));
    double[] xbar = new double[1];
    double[] z = {1.5, 0, 2};
    double term = loss.addTerm(1, z, new double[] {K, C}, xbar, new double[2]);
    // y = 3: residuals 2 and -4
    assertThat(term).isEqualTo(10.0);
    assertThat(xbar[0]).isEqualTo(C * (2 - 4 / 0.5));
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new Observation(1, 0, 1, 0)).hasMessageContaining("deviation above 0");
    assertThatThrownBy(() -> new ResidualLoss(new Decay(), List.of(new Observation(1, 4, 1, 1))))
        .hasMessage("observation at 1.0 h names output 4, the model has 1");
  }
}
