package io.biopilot.twin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.autodiff.SmoothMapContract;
import io.biopilot.twin.expression.Compiled;
import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Graph;
import io.biopilot.twin.model.yaml.ModelFile;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Layer;
import io.biopilot.twin.neural.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** A network written out is the network. */
class UnrolledNetworkTest extends SmoothMapContract {
  private static final int BEFORE = 2;
  private static final Network NETWORK =
      Network.of(
          3,
          List.of(
              new Layer(4, Activation.TANH),
              new Layer(2, Activation.QUADRATIC),
              new Layer(3, Activation.IDENTITY)));

  private final SmoothMap map = unrolled();

  private static SmoothMap unrolled() {
    Graph graph = new Graph();
    List<Expression> inputs = new ArrayList<>();
    for (int i = 0; i < NETWORK.inputs(); i++) {
      inputs.add(graph.input(i));
    }
    return Compiled.of(
        NETWORK.inputs(),
        BEFORE + NETWORK.weights(),
        UnrolledNetwork.outputs(graph, NETWORK, inputs, BEFORE));
  }

  @Override
  protected SmoothMap map() {
    return map;
  }

  @Seeds
  void valueAndJacobianAreThoseOfTheKernels(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] x = random.doubles(NETWORK.inputs(), -2.0, 2.0).toArray();
    double[] w = random.doubles(NETWORK.weights(), -1.0, 1.0).toArray();
    double[] p = new double[BEFORE + w.length];
    System.arraycopy(w, 0, p, BEFORE, w.length);
    double[] y = new double[NETWORK.outputs()];
    double[] jacobian = new double[NETWORK.outputs() * NETWORK.inputs()];
    map.valueAndJacobianInto(x, p, y, jacobian, map.workspace(1));
    double[] expected = new double[y.length];
    double[] expectedJacobian = new double[jacobian.length];
    NETWORK.valueAndJacobianInto(x, w, expected, expectedJacobian, NETWORK.workspace(1));
    // Rounding only: a dozen terms of size one.
    assertThat(y).containsExactly(expected, within(1e-13));
    assertThat(jacobian).containsExactly(expectedJacobian, within(1e-12));
  }

  /** Weights stand as declared, although the second network is worked out first. */
  @Test
  void networksOfAModelFindTheirWeights() {
    HybridModel model =
        ModelFile.parse(
            "test",
            """
            model: two-networks
            states:
              X: {unit: "1", initial: 0.4}
            parameters:
              k: {unit: 1/h, value: 2}
            networks:
              second: {inputs: [a, X], layers: [3], outputs: b, scale: k, gain: 1}
              first: {inputs: [X], layers: [2], outputs: a, gain: 1, seed: 7}
            equations:
              X: b
            """);
    assertThat(model.dynamics()).isInstanceOf(Compiled.class);
    Network second = Network.of(2, Activation.TANH, List.of(3), 1);
    Network first = Network.of(1, Activation.TANH, List.of(2), 1);
    double[] p = model.nominalParameters().toArray();
    assertThat(p).hasSize(1 + second.weights() + first.weights());
    double[] a = new double[1];
    double[] firstWeights = Arrays.copyOfRange(p, 1 + second.weights(), p.length);
    first.valueInto(new double[] {0.4}, firstWeights, a, first.workspace(1));
    double[] b = new double[1];
    double[] secondWeights = Arrays.copyOfRange(p, 1, 1 + second.weights());
    second.valueInto(new double[] {a[0], 0.4}, secondWeights, b, second.workspace(1));
    double[] derivative = new double[1];
    SmoothMap dynamics = model.dynamics();
    dynamics.valueInto(new double[] {0.4, 0.0}, p, derivative, dynamics.workspace(1));
    assertThat(derivative[0]).isCloseTo(2.0 * b[0], within(1e-14)).isNotZero();
  }

  @Test
  void largeOnesAndOtherActivationsStayWithTheKernels() {
    Network large = Network.of(5, Activation.TANH, List.of(16, 16), 3);
    Network other = Network.of(5, Activation.SOFTPLUS, List.of(4), 3);
    assertThat(UnrolledNetwork.serves(List.of(NETWORK))).isTrue();
    assertThat(UnrolledNetwork.serves(List.of(large))).isFalse();
    assertThat(UnrolledNetwork.serves(List.of(other))).isFalse();
  }
}
