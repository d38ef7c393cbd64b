package io.biopilot.twin.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.twin.linalg.Vec;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest extends NetworkContract {
  @Override
  protected Kernels kernels() {
    return new PlainKernels();
  }

  @Test
  void weightsAreReadInputMajorThenBias() {
    Network network = Network.of(2, List.of(new Layer(3, Activation.IDENTITY)));
    double[] p = {1, 2, 3, 4, 5, 6, 100, 200, 300};
    double[] y = new double[3];
    network.valueInto(new double[] {1, 10}, p, y, network.workspace(1));
    assertThat(y).containsExactly(141, 252, 363);
  }

  @Test
  void aQuadraticLayerBetweenLinearOnesIsAPolynomialExactly() {
    // xy = ((x + y)² - (x - y)²) / 4
    Network product =
        Network.of(
            2, List.of(new Layer(2, Activation.QUADRATIC), new Layer(1, Activation.IDENTITY)));
    double[] p = {1, 1, 1, -1, 0, 0, 0.25, -0.25, 0};
    double[] y = new double[1];
    product.valueInto(new double[] {3, 7}, p, y, product.workspace(1));
    assertThat(y[0]).isEqualTo(21.0);
  }

  @Test
  void scalingIsAppliedAtBothEnds() {
    Network network =
        Network.of(1, List.of(new Layer(1, Activation.IDENTITY)))
            .withScaling(new Scaling(Vec.of(10), Vec.of(2)), new Scaling(Vec.of(-5), Vec.of(100)));
    double[] y = new double[1];
    // (14 - 10) / 2 = 2; 3 · 2 + 1 = 7; -5 + 100 · 7 = 695
    network.valueInto(new double[] {14}, new double[] {3, 1}, y, network.workspace(1));
    assertThat(y[0]).isEqualTo(695.0);
  }

  @Test
  void saturatedLayersStayExactFarOutsideTheKernelsRange() {
    for (Activation activation : List.of(Activation.TANH, Activation.SILU, Activation.SOFTPLUS)) {
      Network network =
          Network.of(1, List.of(new Layer(1, activation), new Layer(1, Activation.IDENTITY)));
      for (double x : new double[] {-1e9, -3e3, -600, 600, 3e3, 1e9}) {
        double[] y = new double[1];
        double[] jacobian = new double[1];
        double[] p = {1, 0, 1, 0};
        network.valueInto(new double[] {x}, p, y, network.workspace(1));
        network.jacobianInto(new double[] {x}, p, jacobian, network.workspace(1));
        assertThat(y[0]).as("%s(%s)", activation, x).isEqualTo(activation.value(x));
        assertThat(jacobian[0]).as("slope").isCloseTo(activation.slope(x), within(1e-15));
      }
    }
  }

  @Test
  void notANumberAtTheInputIsNotHidden() {
    Network network = Network.of(2, Activation.TANH, List.of(4), 1);
    double[] y = new double[1];
    double[] x = {1.0, Double.NaN};
    network.valueInto(x, network.initialWeights(1), y, network.workspace(1));
    assertThat(y[0]).isNaN();
  }

  @Test
  void rectifiedUnitsHaveTheirOneSidedSlope() {
    Network network = Network.of(1, List.of(new Layer(2, Activation.RELU)));
    double[] jacobian = new double[2];
    double[] p = {2, -3, 0, 0};
    network.jacobianInto(new double[] {1.5}, p, jacobian, network.workspace(1));
    assertThat(jacobian).containsExactly(new double[] {2, 0}, within(0.0));
  }

  @Test
  void boundWeightsAreNotReadAgainButOthersAre() {
    Network network = Network.of(1, List.of(new Layer(1, Activation.IDENTITY)));
    var w = network.workspace(1);
    double[] p = {2, 0};
    double[] y = new double[1];
    network.bindParameters(p, w);
    network.valueInto(new double[] {1}, new double[] {5, 0}, y, w);
    assertThat(y[0]).isEqualTo(5.0);
    network.valueInto(new double[] {1}, p, y, w);
    assertThat(y[0]).isEqualTo(2.0);
  }

  @Test
  void manyDeferredPullbacksOverflowTheBufferCorrectly() {
    Network network = Network.of(3, Activation.TANH, List.of(6), 2);
    double[] p = network.initialWeights(5);
    var w = network.workspace(1);
    network.bindParameters(p, w);
    double[] expected = new double[p.length];
    double[] deferred = new double[p.length];
    double[] y = new double[2];
    for (int i = 0; i < 250; i++) {
      double[] x = {Math.sin(i), Math.cos(i), 0.01 * i};
      double[] ybar = {1.0, Math.sin(2 * i)};
      network.valueInto(x, p, y, w);
      network.addPullback(ybar, new double[3], expected, w);
      network.deferPullback(ybar, new double[3], deferred, w);
    }
    network.flushPullback(deferred, w);
    assertThat(deferred).containsExactly(expected, within(1e-11));
  }

  @Test
  void startWeightsDependOnTheSeedAlone() {
    Network network = Network.of(8, Activation.TANH, List.of(64, 64), 8);
    assertThat(network.weights()).isEqualTo(8 * 64 + 64 + 64 * 64 + 64 + 64 * 8 + 8);
    double[] first = network.initialWeights(42);
    assertThat(network.initialWeights(42)).containsExactly(first);
    assertThat(network.initialWeights(43)).isNotEqualTo(first);
    double bound = Math.sqrt(6.0 / 128);
    for (int i = 0; i < 64 * 64; i++) {
      assertThat(Math.abs(first[8 * 64 + 64 + i])).isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void wrongSizesAreNamed() {
    Network network = Network.of(2, Activation.TANH, List.of(4), 1);
    assertThatThrownBy(
            () ->
                network.valueInto(
                    new double[2], new double[3], new double[1], network.workspace(1)))
        .hasMessage("the network has 17 weights, got 3");
    assertThatThrownBy(() -> new Scaling(Vec.of(0), Vec.of(0)))
        .hasMessageContaining("a scale other than 0");
    assertThatThrownBy(() -> Network.of(2, List.of())).hasMessageContaining("0 layers");
  }
}
