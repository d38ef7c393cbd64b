package io.biopilot.mpc.problem;

import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be minimised, under which limits, over which horizon. Immutable; made by a {@link
 * Builder}.
 *
 * @param schema of the models it is for (a promoted model keeps its states, inputs and impulses)
 * @param settings further knobs, for use in expressions; parameters of every map come in this
 *     order, followed by the references
 */
public record OptimalControlProblem(
    Schema schema,
    Horizon horizon,
    List<CostTerm> costs,
    List<InputLimit> inputs,
    List<PathConstraint> constraints,
    List<PulseInput> pulses,
    List<Knob> settings,
    List<Reference> references) {
  public OptimalControlProblem {
    costs = List.copyOf(costs);
    inputs = List.copyOf(inputs);
    constraints = List.copyOf(constraints);
    pulses = List.copyOf(pulses);
    settings = List.copyOf(settings);
    references = List.copyOf(references);
    if (costs.isEmpty()) {
      throw new IllegalArgumentException("a control problem needs a cost");
    }
    int given = schema.inputs().size();
    for (int i = 0; i < given; i++) {
      int input = i;
      if (inputs.stream().filter(limit -> limit.input() == input).count() != 1) {
        throw new IllegalArgumentException(
            "input %s needs its limits, once".formatted(schema.inputs().get(i).name()));
      }
    }
    requireUnique(allKnobs(horizon, costs, inputs, constraints, pulses, settings));
    int wide = schema.states().size() + given + schema.impulses().size() + 1;
    int parameters = settings.size() + references.size();
    for (CostTerm cost : costs) {
      requireShape(cost.name(), cost.map().shape(), wide, parameters);
      if (cost.where() == CostTerm.Where.INTEGRAL && horizon instanceof Horizon.FreeEnd) {
        throw new IllegalArgumentException(
            "cost %s counts per interval, whose length a free end leaves open: make its integral a state of the model and count that at the end"
                .formatted(cost.name()));
      }
    }
    if (horizon instanceof Horizon.FreeEnd && !references.isEmpty()) {
      throw new IllegalArgumentException(
          "reference %s changes with time, which a free end leaves open: write its course into the formulas, which may use t"
              .formatted(references.get(0).name()));
    }
    for (PathConstraint constraint : constraints) {
      if (horizon instanceof Horizon.FreeEnd && !Double.isInfinite(constraint.from().value())) {
        throw new IllegalArgumentException(
            "limit %s holds from a time on, which a free end leaves open: leave out its 'from'"
                .formatted(constraint.name()));
      }
      if (constraint.map() != null) {
        requireShape(constraint.name(), constraint.map().shape(), wide, parameters);
      }
    }
  }

  private static void requireShape(
      String name, io.biopilot.twin.autodiff.SmoothMap.Shape shape, int inputs, int parameters) {
    if (shape.inputs() != inputs || shape.parameters() != parameters) {
      throw new IllegalArgumentException(
          "%s must be a map of [states | inputs | impulses | t] (%d) and settings and references (%d), got %d and %d"
              .formatted(name, inputs, parameters, shape.inputs(), shape.parameters()));
    }
  }

  private static void requireUnique(List<Knob> knobs) {
    Set<String> seen = new HashSet<>();
    for (Knob knob : knobs) {
      if (!seen.add(knob.name())) {
        throw new IllegalArgumentException("two settings are called %s".formatted(knob.name()));
      }
    }
  }

  /** Every number that can be overridden. */
  public List<Knob> knobs() {
    return allKnobs(horizon, costs, inputs, constraints, pulses, settings);
  }

  /**
   * The values in force under the operator's overrides.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public Values values(Map<String, Double> overrides) {
    return Values.of(knobs(), overrides);
  }

  /**
   * What is wrong with values for a plan that no gate stands behind, in words: those that a problem
   * could not be declared with, and ranges of inputs and doses beyond what the model calls
   * sensible. Empty where nothing is.
   */
  public List<String> objections(Values values) {
    List<String> words = new ArrayList<>();
    try {
      requireDeclarable(values);
    } catch (IllegalArgumentException wrong) {
      words.add(String.valueOf(wrong.getMessage()));
    }
    addBeyondModel(words, values);
    return words;
  }

  /**
   * @throws IllegalArgumentException for values that a problem could not be declared with, e.g. a
   *     lower limit above the upper one
   */
  public void requireDeclarable(Values values) {
    horizon.in(values);
    inputs.forEach(limit -> limit.in(values));
    constraints.forEach(limit -> limit.in(values));
    pulses.forEach(pulse -> pulse.in(values));
  }

  private void addBeyondModel(List<String> words, Values values) {
    for (InputLimit limit : inputs) {
      if (!limit.held()) {
        Quantity input = schema.inputs().get(limit.input());
        addBeyond(words, values, input, List.of(limit.lower(), limit.upper()));
      }
    }
    for (PulseInput pulse : pulses) {
      Quantity dose = schema.impulses().get(pulse.impulse());
      addBeyond(words, values, dose, List.of(pulse.minimum(), pulse.maximum()));
    }
  }

  private static void addBeyond(
      List<String> words, Values values, Quantity quantity, List<Knob> knobs) {
    for (Knob knob : knobs) {
      double value = values.of(knob);
      if (!quantity.contains(value)) {
        words.add(
            "%s is %s, but the model has %s %s: stay within, or widen it there"
                .formatted(knob.name(), value, quantity.name(), quantity.range()));
      }
    }
  }

  private static List<Knob> allKnobs(
      Horizon horizon,
      List<CostTerm> costs,
      List<InputLimit> inputs,
      List<PathConstraint> constraints,
      List<PulseInput> pulses,
      List<Knob> settings) {
    List<Knob> all = new ArrayList<>(horizon.knobs());
    for (CostTerm cost : costs) {
      all.add(cost.weight());
      if (cost.kind() == CostTerm.Kind.TRACKING) {
        all.add(cost.target());
      }
    }
    for (InputLimit i : inputs) {
      if (i.held()) {
        continue; // nothing of it can be set
      }
      all.addAll(List.of(i.lower(), i.upper(), i.change(), i.window(), i.movePrice(), i.total()));
    }
    for (PathConstraint c : constraints) {
      all.addAll(List.of(c.lower(), c.upper(), c.margin(), c.from()));
      all.addAll(List.of(c.softness().linear(), c.softness().quadratic()));
    }
    for (PulseInput p : pulses) {
      all.addAll(List.of(p.minimum(), p.maximum(), p.step(), p.spacing()));
      all.addAll(List.of(p.most(), p.budget(), p.grid(), p.from()));
    }
    all.addAll(settings);
    return all;
  }

  public static Builder of(Schema schema, Horizon horizon) {
    return new Builder(schema, horizon);
  }

  /** Collects a problem's parts. */
  public static final class Builder {
    private final Schema schema;
    private final Horizon horizon;
    private final List<CostTerm> costs = new ArrayList<>();
    private final List<InputLimit> inputs = new ArrayList<>();
    private final List<PathConstraint> constraints = new ArrayList<>();
    private final List<PulseInput> pulses = new ArrayList<>();
    private final List<Knob> settings = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();

    private Builder(Schema schema, Horizon horizon) {
      this.schema = schema;
      this.horizon = horizon;
    }

    public Builder cost(CostTerm term) {
      costs.add(term);
      return this;
    }

    public Builder input(InputLimit limit) {
      inputs.add(limit);
      return this;
    }

    /** Limits on the named input's value alone. */
    public Builder input(String name, double lower, double upper) {
      return input(InputLimit.range(index(schema.inputs(), name, "input"), name, lower, upper));
    }

    /** The named input is set by others and stays as it is. */
    public Builder held(String name) {
      return input(InputLimit.held(index(schema.inputs(), name, "input"), name));
    }

    public Builder limit(PathConstraint constraint) {
      constraints.add(constraint);
      return this;
    }

    public Builder pulse(PulseInput pulse) {
      pulses.add(pulse);
      return this;
    }

    public Builder setting(String name, double value) {
      settings.add(new Knob(name, value));
      return this;
    }

    public Builder reference(Reference reference) {
      references.add(reference);
      return this;
    }

    /** A limit on the named state, to be refined with its own methods. */
    public PathConstraint state(String name, double lower, double upper) {
      return PathConstraint.onState(index(schema.states(), name, "state"), name, lower, upper);
    }

    private static int index(List<Quantity> quantities, String name, String kind) {
      int index = Schema.indexOf(quantities, name);
      if (index < 0) {
        throw new IllegalArgumentException(
            "the model has no %s %s; it has %s"
                .formatted(
                    kind,
                    name,
                    String.join(", ", quantities.stream().map(Quantity::name).toList())));
      }
      return index;
    }

    public OptimalControlProblem build() {
      return new OptimalControlProblem(
          schema, horizon, costs, inputs, constraints, pulses, settings, references);
    }
  }
}
