package io.biopilot.mpc.models;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.ProcessModel;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A process model written as formulas, without units. */
public final class FormulaModel {

  private final Map<String, String> states = new LinkedHashMap<>();
  private final List<Double> initial = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final Map<String, List<String>> jumps = new LinkedHashMap<>();
  private final Map<String, Double> parameters = new LinkedHashMap<>();
  private double lowest = Double.NEGATIVE_INFINITY;
  private final Map<String, String> laws = new LinkedHashMap<>();

  public FormulaModel state(String name, double start, String derivative) {
    states.put(name, derivative);
    initial.add(start);
    return this;
  }

  /** States cannot sensibly be negative. */
  public FormulaModel concentrations() {
    lowest = 0.0;
    return this;
  }

  public FormulaModel input(String name) {
    inputs.add(name);
    return this;
  }

  public FormulaModel parameter(String name, double value) {
    parameters.put(name, value);
    return this;
  }

  /** A named intermediate; may use those before it. */
  public FormulaModel law(String name, String formula) {
    laws.put(name, formula);
    return this;
  }

  /** States after a dose called {@code amount}, in the order of the states. */
  public FormulaModel impulse(String name, String... after) {
    jumps.put(name, List.of(after));
    return this;
  }

  public Model model() {
    ProcessModel process = process();
    return new Model(process, process.nominalParameters(), 0, "test-model");
  }

  public ProcessModel process() {
    Symbols symbols = symbols(List.copyOf(inputs));
    laws.forEach((name, formula) -> symbols.define(name, symbols.value(formula)));
    SmoothMap dynamics = symbols.compile(states.values().toArray(new String[0]));
    List<SmoothMap> after = new ArrayList<>();
    jumps
        .values()
        .forEach(
            list -> after.add(symbols(List.of("amount")).compile(list.toArray(new String[0]))));
    Schema schema =
        new Schema(
            quantities(states.keySet(), lowest),
            quantities(inputs, 0.0),
            quantities(jumps.keySet(), 0.0),
            quantities(parameters.keySet(), 0.0),
            List.of());
    Vec nominal = Vec.of(parameters.values().stream().mapToDouble(v -> v).toArray());
    Vec start = Vec.of(initial.stream().mapToDouble(v -> v).toArray());
    return new Plain(schema, dynamics, after, start, nominal);
  }

  private Symbols symbols(List<String> middle) {
    Symbols symbols = new Symbols();
    states.keySet().forEach(symbols::input);
    middle.forEach(symbols::input);
    symbols.input("t");
    parameters.keySet().forEach(symbols::parameter);
    return symbols;
  }

  private static List<Quantity> quantities(Iterable<String> names, double lower) {
    List<Quantity> list = new ArrayList<>();
    names.forEach(name -> list.add(new Quantity(name, "1", name, lower, Double.POSITIVE_INFINITY)));
    return list;
  }

  private record Plain(
      Schema schema,
      SmoothMap dynamics,
      List<SmoothMap> jumps,
      Vec initialState,
      Vec nominalParameters)
      implements ProcessModel {
    @Override
    public SmoothMap outputs() {
      return dynamics;
    }

    @Override
    public Vec processNoise() {
      return Vec.zeros(initialState.size());
    }

    @Override
    public Vec initialUncertainty() {
      return Vec.zeros(initialState.size());
    }
  }
}
