package io.biopilot.twin.model;

import java.util.List;

/**
 * What a model's vectors mean, in order.
 *
 * @param states the state x
 * @param inputs piecewise constant inputs u (feed rate, stirrer speed, …)
 * @param impulses instantaneous inputs (doses); amounts in the quantity's unit
 * @param parameters the parameters p: mechanistic ones first, then network weights
 * @param outputs what instruments can see, y = h(x, u, p)
 */
public record Schema(
    List<Quantity> states,
    List<Quantity> inputs,
    List<Quantity> impulses,
    List<Quantity> parameters,
    List<Quantity> outputs) {
  public Schema {
    states = List.copyOf(states);
    inputs = List.copyOf(inputs);
    impulses = List.copyOf(impulses);
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
  }

  /** Position of the named quantity in the list, or -1. */
  public static int indexOf(List<Quantity> quantities, String name) {
    for (int i = 0; i < quantities.size(); i++) {
      if (quantities.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
