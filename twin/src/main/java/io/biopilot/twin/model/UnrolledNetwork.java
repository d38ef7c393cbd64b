package io.biopilot.twin.model;

import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Graph;
import io.biopilot.twin.neural.Activation;
import io.biopilot.twin.neural.Layer;
import io.biopilot.twin.neural.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * A small network written out as expressions of its inputs and weights, a⁺ = σ(Wᵀ a + b) layer by
 * layer, so that it is differentiated and compiled together with the formulas around it. A network
 * of a dozen units costs less that way than the calls and copies of a kernel for any size.
 */
final class UnrolledNetwork {

  /** Most weights of all networks of a model together; code grows with them. */
  private static final int MOST_WEIGHTS = 128;

  private UnrolledNetwork() {}

  /** Whether networks of these shapes are better written out. */
  static boolean serves(List<Network> networks) {
    int weights = networks.stream().mapToInt(Network::weights).sum();
    return weights <= MOST_WEIGHTS
        && networks.stream()
            .flatMap(network -> network.layers().stream())
            .allMatch(layer -> known(layer.activation()));
  }

  private static boolean known(Activation activation) {
    return switch (activation) {
      case IDENTITY, TANH, QUADRATIC -> true;
      case SILU, SOFTPLUS, RELU -> false;
    };
  }

  /**
   * The outputs of an unscaled network.
   *
   * @param first position of the network's first weight among the parameters
   */
  static List<Expression> outputs(
      Graph graph, Network network, List<Expression> inputs, int first) {
    List<Expression> a = inputs;
    int offset = first;
    for (Layer layer : network.layers()) {
      List<Expression> next = new ArrayList<>(layer.width());
      for (int j = 0; j < layer.width(); j++) {
        Expression z = graph.parameter(offset + a.size() * layer.width() + j);
        for (int k = 0; k < a.size(); k++) {
          Expression weight = graph.parameter(offset + k * layer.width() + j);
          z = graph.add(z, graph.multiply(weight, a.get(k)));
        }
        next.add(activated(graph, layer.activation(), z));
      }
      offset += (a.size() + 1) * layer.width();
      a = next;
    }
    return a;
  }

  private static Expression activated(Graph graph, Activation activation, Expression z) {
    return switch (activation) {
      case IDENTITY -> z;
      case TANH -> graph.tanh(z);
      case QUADRATIC -> graph.multiply(z, z);
      case SILU, SOFTPLUS, RELU ->
          throw new IllegalArgumentException("not unrolled: " + activation);
    };
  }
}
