package io.biopilot.twin.ode.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Network;
import io.biopilot.twin.ode.InitialValueProblem;
import io.biopilot.twin.ode.Integrator;
import io.biopilot.twin.ode.Method;
import io.biopilot.twin.ode.SaveAt;
import io.biopilot.twin.ode.Solution;
import io.biopilot.twin.ode.VectorField;
import java.util.List;
import org.junit.jupiter.api.Test;

class EulerTest extends MethodContract {
  @Override
  Method method() {
    return new Euler();
  }

  /** Ten layers y + net(y) with shared weights are ten steps of length 1, to the last bit. */
  @Test
  void aResidualNetworkIsEulersMethod() {
    Network layer = Network.of(3, Activation.TANH, List.of(5), 3);
    double[] p = layer.initialWeights(7);
    SmoothMap.Workspace w = layer.workspace(1);
    double[] y = {0.3, -0.2, 0.5};
    double[] residual = new double[3];
    VectorField field =
        VectorField.of(3, (t, x, dydt) -> layer.valueInto(x, p, dydt, layer.workspace(1)));
    Solution solution =
        Integrator.fixed(new Euler(), 1.0)
            .solve(InitialValueProblem.of(field, 0.0, Vec.of(y), 10.0), SaveAt.everyStep())
            .orThrow();
    assertThat(solution.times().size()).isEqualTo(11);
    for (int k = 1; k <= 10; k++) {
      layer.valueInto(y, p, residual, w);
      for (int i = 0; i < y.length; i++) {
        y[i] += residual[i];
      }
      assertThat(solution.states().get(k)).as("layer %d", k).isEqualTo(Vec.of(y));
    }
  }
}
