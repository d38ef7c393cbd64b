package io.biopilot.twin.model;

import io.biopilot.twin.neural.Activation;
import java.util.List;
import java.util.Optional;

/**
 * A hybrid model as declared: quantities and formulas, not yet checked. {@link HybridModel#of}
 * makes a model of it. The order of the lists is the order of the model's vectors.
 *
 * <p>The derivative of a state is either its equation, or Σ stoichiometry · rate over the reactions
 * plus its transport term minus its dilution.
 *
 * @param name of the model
 * @param independentReactions whether a stoichiometry without full column rank is refused
 * @param hash SHA-256 (hex) of what was declared
 */
public record ModelDeclaration(
    String name,
    String description,
    Place place,
    List<State> states,
    List<Input> inputs,
    List<Impulse> impulses,
    List<Parameter> parameters,
    List<Named> expressions,
    List<NetworkFactor> networks,
    List<Reaction> reactions,
    boolean independentReactions,
    List<Named> transport,
    List<Dilution> dilution,
    List<Named> equations,
    List<Output> outputs,
    String hash) {

  /**
   * A formula and where it stands.
   *
   * @param inOneLine whether positions in the text are columns of the place's line
   */
  public record Text(String text, Place place, boolean inOneLine) {

    /** A formula written in Java. */
    public static Text of(String text) {
      return new Text(text, Place.inJava("formula"), false);
    }
  }

  /**
   * A state.
   *
   * @param initial in its unit
   * @param deviation standard deviation of the initial value, in its unit
   * @param noise model uncertainty, in its unit per √h
   */
  public record State(
      Quantity quantity, double initial, double deviation, double noise, Place place) {}

  /** A piecewise constant input. */
  public record Input(Quantity quantity, Place place) {}

  /**
   * A dose, and what it does.
   *
   * @param jumps the state after it, for each state that changes: over states, the amount (by the
   *     impulse's name), t and parameters
   */
  public record Impulse(Quantity quantity, List<Named> jumps, Place place) {
    public Impulse {
      jumps = List.copyOf(jumps);
    }
  }

  /** A mechanistic parameter. */
  public record Parameter(Quantity quantity, double value, Prior prior, Place place) {}

  /**
   * A formula with a name: an intermediate expression, or the state it is about.
   *
   * @param unit claimed unit, if one is given
   */
  public record Named(String name, Optional<String> unit, Text formula) {}

  /**
   * A network as a factor of the model.
   *
   * @param inputs dimensionless formulas
   * @param layers widths of the hidden layers
   * @param outputs names for use in expressions
   * @param scale multiplies the outputs and gives them their unit
   * @param seed of the start weights
   * @param gain of the output layer's start weights; at 0 the network starts as the constant 0
   * @param deviation prior standard deviation of each weight
   */
  public record NetworkFactor(
      String name,
      List<Text> inputs,
      List<Integer> layers,
      Activation activation,
      List<String> outputs,
      Text scale,
      long seed,
      double gain,
      double deviation,
      Place place) {
    public NetworkFactor {
      inputs = List.copyOf(inputs);
      layers = List.copyOf(layers);
      outputs = List.copyOf(outputs);
    }
  }

  /** A rate and what one unit of it makes of each state (negative: takes). */
  public record Reaction(String name, Text rate, List<Named> stoichiometry, Place place) {
    public Reaction {
      stoichiometry = List.copyOf(stoichiometry);
    }
  }

  /** States that are diluted at a rate (1/h): -rate · state is added to their derivative. */
  public record Dilution(Text rate, List<String> states, Place place) {
    public Dilution {
      states = List.copyOf(states);
    }
  }

  /** What an instrument can see. */
  public record Output(Quantity quantity, Text formula, Place place) {}

  public ModelDeclaration {
    states = List.copyOf(states);
    inputs = List.copyOf(inputs);
    impulses = List.copyOf(impulses);
    parameters = List.copyOf(parameters);
    expressions = List.copyOf(expressions);
    networks = List.copyOf(networks);
    reactions = List.copyOf(reactions);
    transport = List.copyOf(transport);
    dilution = List.copyOf(dilution);
    equations = List.copyOf(equations);
    outputs = List.copyOf(outputs);
  }
}
