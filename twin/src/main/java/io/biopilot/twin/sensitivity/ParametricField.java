package io.biopilot.twin.sensitivity;

import io.biopilot.twin.autodiff.SmoothMap;
import java.util.List;

/**
 * x' = f(x, u, t; p) with jumps x⁺ = g(x⁻, amount, t; p), as smooth maps over one parameter vector.
 *
 * @param derivative f: input [states | levels | t], output ẋ
 * @param jumps g by kind of pulse: input [states | amount | t], output the state after
 * @param states length of x
 * @param levels length of u, the piecewise constant inputs
 */
public record ParametricField(SmoothMap derivative, List<SmoothMap> jumps, int states, int levels) {
  public ParametricField {
    jumps = List.copyOf(jumps);
    SmoothMap.Shape shape = derivative.shape();
    if (shape.inputs() != states + levels + 1 || shape.outputs() != states) {
      throw new IllegalArgumentException(
          "a field of %d states and %d levels needs a map from %d to %d numbers, got %d to %d"
              .formatted(
                  states, levels, states + levels + 1, states, shape.inputs(), shape.outputs()));
    }
    for (SmoothMap jump : jumps) {
      SmoothMap.Shape s = jump.shape();
      if (s.inputs() != states + 2
          || s.outputs() != states
          || s.parameters() != shape.parameters()) {
        throw new IllegalArgumentException(
            "a jump needs a map from %d to %d numbers with %d parameters, got %s"
                .formatted(states + 2, states, shape.parameters(), s));
      }
    }
  }

  /** A field without inputs and jumps; the map's input is [states | t]. */
  public static ParametricField of(SmoothMap derivative) {
    return new ParametricField(derivative, List.of(), derivative.shape().outputs(), 0);
  }

  /** x' = f(x; p), without inputs, jumps and time; the map's input is the state. */
  public static ParametricField autonomous(SmoothMap derivative) {
    return of(new AutonomousMap(derivative));
  }

  /** Length of p. */
  public int parameters() {
    return derivative.shape().parameters();
  }
}
