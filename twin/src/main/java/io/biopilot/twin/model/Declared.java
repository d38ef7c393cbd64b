package io.biopilot.twin.model;

import io.biopilot.twin.model.ModelDeclaration.Named;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the names and units of a declaration before any formula is read. */
final class Declared {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED =
      Set.of(
          Scope.TIME,
          "exp",
          "log",
          "sqrt",
          "tanh",
          "abs",
          "min",
          "max",
          "pow",
          "piecewise",
          "and",
          "or");

  private final Problems problems;
  private final Map<String, Place> names = new HashMap<>();
  private final Map<Quantity, Unit> units = new LinkedHashMap<>();

  Declared(Problems problems, ModelDeclaration model) {
    this.problems = problems;
    model.states().forEach(s -> quantity(s.quantity(), s.place()));
    model.inputs().forEach(i -> quantity(i.quantity(), i.place()));
    model.parameters().forEach(p -> quantity(p.quantity(), p.place()));
    for (ModelDeclaration.Impulse impulse : model.impulses()) {
      quantity(impulse.quantity(), impulse.place());
    }
    model.expressions().forEach(e -> name(e.name(), e.formula().place()));
    for (ModelDeclaration.NetworkFactor network : model.networks()) {
      network.outputs().forEach(output -> name(output, network.place()));
    }
    for (ModelDeclaration.Output output : model.outputs()) {
      // an output may be called like the state it shows
      wellFormed(output.quantity().name(), output.place());
      unit(output.quantity(), output.place());
    }
    model.networks().forEach(n -> wellFormed(n.name(), n.place()));
    model.reactions().forEach(r -> wellFormed(r.name(), r.place()));
    states(model);
  }

  Unit unitOf(Quantity quantity) {
    return units.getOrDefault(quantity, Unit.ONE);
  }

  private void quantity(Quantity quantity, Place place) {
    name(quantity.name(), place);
    unit(quantity, place);
  }

  private void unit(Quantity quantity, Place place) {
    try {
      units.put(quantity, Unit.parse(quantity.unit()));
    } catch (IllegalArgumentException unreadable) {
      problems.add(place, quantity.name() + ": " + unreadable.getMessage());
    }
  }

  private void wellFormed(String name, Place place) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          place, "'%s' is no name: use letters, digits and _, a letter first".formatted(name));
    } else if (RESERVED.contains(name)) {
      problems.add(place, "'%s' has a meaning in formulas; choose another name".formatted(name));
    }
  }

  private void name(String name, Place place) {
    wellFormed(name, place);
    Place before = names.putIfAbsent(name, place);
    if (before != null) {
      problems.add(
          place, "'%s' is declared already at %s; choose another name".formatted(name, before));
    }
  }

  /** Initial values are numbers, and each state has exactly one kind of derivative. */
  private void states(ModelDeclaration model) {
    if (model.states().isEmpty()) {
      problems.add(model.place(), "a model needs at least one state");
    }
    for (ModelDeclaration.State state : model.states()) {
      Quantity q = state.quantity();
      if (!Double.isFinite(state.initial())) {
        problems.add(
            state.place(),
            "the initial state of %s is %s; give a finite number in %s"
                .formatted(q.name(), state.initial(), q.unit()));
      }
      nonNegative(state.deviation(), "the initial sd of " + q.name(), state.place());
      nonNegative(state.noise(), "the noise of " + q.name(), state.place());
      boolean direct = names(model.equations(), q.name());
      boolean byReactions = changesByReactions(model, q.name());
      if (direct && byReactions) {
        problems.add(
            state.place(),
            "%s has an equation and also reactions, transport or dilution; keep one of them"
                .formatted(q.name()));
      } else if (!direct && !byReactions) {
        problems.add(
            state.place(),
            "nothing says how %s changes; add it to equations (0 keeps it), reactions or transport"
                .formatted(q.name()));
      }
    }
  }

  private static boolean changesByReactions(ModelDeclaration model, String state) {
    return names(model.transport(), state)
        || model.reactions().stream().anyMatch(r -> names(r.stoichiometry(), state))
        || model.dilution().stream().anyMatch(dilution -> dilution.states().contains(state));
  }

  private static boolean names(List<Named> entries, String name) {
    return entries.stream().anyMatch(entry -> entry.name().equals(name));
  }

  private void nonNegative(double value, String what, Place place) {
    if (!(value >= 0.0 && value < Double.POSITIVE_INFINITY)) {
      problems.add(place, "%s is %s; give a number >= 0".formatted(what, value));
    }
  }
}
