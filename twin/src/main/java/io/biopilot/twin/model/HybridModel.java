package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.neural.Kernels;
import io.biopilot.twin.neural.PlainKernels;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model made of formulas and, where they are not known, networks; compiled. Immutable.
 *
 * <p>Parameters are the mechanistic ones in the order of declaration, then the weights of each
 * network. Inputs of the maps are [states | inputs | t], of the jumps [states | amount | t].
 */
public final class HybridModel implements ProcessModel {
  private final ModelDeclaration declaration;
  private final Schema schema;
  private final Maps maps;
  private final List<Quantity> intermediates;
  private final List<Prior> priors;
  private final Vec nominalParameters;
  private final Stoichiometry stoichiometry;

  /** The compiled functions. */
  record Maps(
      SmoothMap dynamics, SmoothMap outputs, List<SmoothMap> jumps, SmoothMap intermediates) {
    Maps {
      jumps = List.copyOf(jumps);
    }
  }

  HybridModel(
      ModelDeclaration declaration,
      Schema schema,
      Maps maps,
      List<Quantity> intermediates,
      Weights weights,
      Stoichiometry stoichiometry) {
    this.declaration = declaration;
    this.schema = schema;
    this.maps = maps;
    this.intermediates = List.copyOf(intermediates);
    this.priors = List.copyOf(weights.priors());
    this.nominalParameters = weights.nominal();
    this.stoichiometry = stoichiometry;
  }

  /**
   * Checks and compiles a declaration, with plain-Java networks.
   *
   * @throws ModelException with everything that is wrong
   */
  public static HybridModel of(ModelDeclaration declaration) {
    return of(declaration, new PlainKernels());
  }

  /** Checks and compiles a declaration, with the given back end for networks that are not small. */
  public static HybridModel of(ModelDeclaration declaration, Kernels kernels) {
    return new Assembly(declaration, kernels).assemble();
  }

  public ModelDeclaration declaration() {
    return declaration;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public SmoothMap dynamics() {
    return maps.dynamics();
  }

  @Override
  public SmoothMap outputs() {
    return maps.outputs();
  }

  @Override
  public List<SmoothMap> jumps() {
    return maps.jumps();
  }

  /** What {@link #intermediateMap} gives: named expressions, then the rates of the reactions. */
  public List<Quantity> intermediates() {
    return intermediates;
  }

  /** The intermediates over [states | inputs | t], for display and constraints. */
  public SmoothMap intermediateMap() {
    return maps.intermediates();
  }

  @Override
  public Vec processNoise() {
    return ofStates(declaration.states().stream().mapToDouble(ModelDeclaration.State::noise));
  }

  @Override
  public Vec initialState() {
    return ofStates(declaration.states().stream().mapToDouble(ModelDeclaration.State::initial));
  }

  @Override
  public Vec initialUncertainty() {
    return ofStates(declaration.states().stream().mapToDouble(ModelDeclaration.State::deviation));
  }

  private static Vec ofStates(java.util.stream.DoubleStream values) {
    return Vec.of(values.toArray());
  }

  @Override
  public Vec nominalParameters() {
    return nominalParameters;
  }

  @Override
  public List<Prior> priors() {
    return priors;
  }

  /** Whether it has networks that the given kernels compute; small ones are compiled instead. */
  public boolean usesKernels() {
    return Stream.of(maps.dynamics(), maps.outputs(), maps.intermediates())
        .anyMatch(HybridMap.class::isInstance);
  }

  /** S of the reactions at the nominal parameters; without columns if there are none. */
  public Stoichiometry stoichiometry() {
    return stoichiometry;
  }

  /** This process with its nominal parameters, as version 0. */
  public Model nominal() {
    return with(nominalParameters, 0);
  }

  /** This process with the given parameters. */
  public Model with(Vec parameters, int version) {
    return new Model(this, parameters, version, hash(parameters));
  }

  /** SHA-256 (hex) over the declaration and the parameters' bits. */
  private String hash(Vec parameters) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(declaration.hash().getBytes(StandardCharsets.UTF_8));
      ByteBuffer bits = ByteBuffer.allocate(Double.BYTES * parameters.size());
      for (int i = 0; i < parameters.size(); i++) {
        bits.putDouble(parameters.get(i));
      }
      return HexFormat.of().formatHex(digest.digest(bits.array()));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new AssertionError(everyJavaHasIt);
    }
  }
}
