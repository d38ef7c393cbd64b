package io.biopilot.twin.model;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ModelDeclaration.NetworkFactor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameter vector: mechanistic values, then the weights of each network as declared. */
final class Weights {
  private final Map<String, Integer> offsets = new HashMap<>();
  private final List<Quantity> quantities = new ArrayList<>();
  private final List<Prior> priors = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  Weights(ModelDeclaration model, List<Factors.Fed> networks) {
    for (ModelDeclaration.Parameter parameter : model.parameters()) {
      values.add(parameter.value());
      priors.add(parameter.prior());
    }
    for (NetworkFactor declared : model.networks()) {
      for (Factors.Fed fed : networks) {
        if (fed.declared().name().equals(declared.name())) {
          append(fed);
        }
      }
    }
  }

  private void append(Factors.Fed fed) {
    NetworkFactor declared = fed.declared();
    offsets.put(declared.name(), values.size());
    double[] weights = fed.network().initialWeights(declared.seed());
    int layers = fed.network().layers().size();
    int lastInputs =
        layers > 1 ? fed.network().layers().get(layers - 2).width() : fed.network().inputs();
    int lastLayer = weights.length - (lastInputs + 1) * fed.network().outputs();
    for (int i = 0; i < weights.length; i++) {
      values.add(i >= lastLayer ? declared.gain() * weights[i] : weights[i]);
      priors.add(new Prior(true, false, declared.deviation()));
      quantities.add(
          new Quantity(
              declared.name() + ".w" + i,
              "1",
              "weight of the network " + declared.name(),
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY));
    }
  }

  int offsetOf(NetworkFactor network) {
    Integer offset = offsets.get(network.name());
    if (offset == null) {
      throw new IllegalArgumentException("no network " + network.name());
    }
    return offset;
  }

  /** Length of the parameter vector. */
  int parameters() {
    return values.size();
  }

  List<Quantity> quantities() {
    return quantities;
  }

  List<Prior> priors() {
    return priors;
  }

  Vec nominal() {
    return Vec.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
