package io.biopilot.twin.model;

import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.expression.Compiled;
import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Graph;
import io.biopilot.twin.model.ModelDeclaration.Impulse;
import io.biopilot.twin.model.ModelDeclaration.Named;
import io.biopilot.twin.model.ModelDeclaration.Reaction;
import io.biopilot.twin.neural.Kernels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** Makes a {@link HybridModel} of a declaration, or reports all that is wrong with it. */
final class Assembly {
  private final ModelDeclaration model;
  private final Problems problems = new Problems();
  private final Declared declared;
  private final Scope scope;
  private final Factors factors;
  private final Reactions reactions;
  private final int ownInputs;

  Assembly(ModelDeclaration model, Kernels kernels) {
    this.model = model;
    declared = new Declared(problems, model);
    problems.orThrow();
    scope = new Scope(problems);
    for (ModelDeclaration.State state : model.states()) {
      scope.input(state.quantity().name(), declared.unitOf(state.quantity()));
    }
    for (ModelDeclaration.Input input : model.inputs()) {
      scope.input(input.quantity().name(), declared.unitOf(input.quantity()));
    }
    scope.input(Scope.TIME, Unit.HOUR);
    for (ModelDeclaration.Parameter parameter : model.parameters()) {
      scope.parameter(parameter.quantity().name(), declared.unitOf(parameter.quantity()));
    }
    ownInputs = scope.symbols().inputs();
    factors = new Factors(model, problems, scope, kernels);
    reactions = new Reactions(model, scope, problems);
  }

  HybridModel assemble() {
    factors.resolve();
    problems.orThrow();
    List<Expression> derivatives = derivatives();
    List<Expression> outputs = new ArrayList<>();
    for (ModelDeclaration.Output output : model.outputs()) {
      Unit unit = declared.unitOf(output.quantity());
      String owner = "outputs." + output.quantity().name();
      outputs.add(scope.value(owner, output.formula(), unit).expression());
    }
    List<List<Expression>> jumps = new ArrayList<>();
    for (Impulse impulse : model.impulses()) {
      jumps.add(jump(impulse));
    }
    problems.orThrow();
    Weights weights = new Weights(model, factors.networks());
    int width = ownInputs + factors.rawOutputs();
    reactions.check(weights.nominal(), width);
    problems.orThrow();
    return new HybridModel(
        model,
        schema(weights),
        new HybridModel.Maps(
            map(weights, derivatives),
            map(weights, outputs),
            jumps.stream().map(jump -> jumpMap(weights, jump)).toList(),
            map(weights, extras())),
        extraQuantities(),
        weights,
        reactions.stoichiometry(weights.nominal(), width));
  }

  /** x' of each state, its unit checked. */
  private List<Expression> derivatives() {
    Graph graph = scope.symbols().graph();
    List<Expression> totals = reactions.totals();
    for (int i = 0; i < model.states().size(); i++) {
      Quantity state = model.states().get(i).quantity();
      Unit perHour = declared.unitOf(state).over(Unit.HOUR);
      for (Named term : model.transport()) {
        if (term.name().equals(state.name())) {
          Scope.Value value = scope.value("transport." + term.name(), term.formula(), perHour);
          totals.set(i, graph.add(totals.get(i), value.expression()));
        }
      }
      for (Named equation : model.equations()) {
        if (equation.name().equals(state.name())) {
          String owner = "equations." + equation.name();
          totals.set(i, scope.value(owner, equation.formula(), perHour).expression());
        }
      }
    }
    reportStrangers("equations", model.equations());
    reportStrangers("transport", model.transport());
    return totals;
  }

  private void reportStrangers(String section, List<Named> entries) {
    for (Named entry : entries) {
      reactions.stateIndex(section, entry.name(), entry.formula().place());
    }
  }

  /**
   * The state after an impulse; formulas see states, the amount, t, parameters and what follows.
   */
  private List<Expression> jump(Impulse impulse) {
    Scope inside = new Scope(problems);
    for (ModelDeclaration.State state : model.states()) {
      inside.input(state.quantity().name(), declared.unitOf(state.quantity()));
    }
    inside.input(impulse.quantity().name(), declared.unitOf(impulse.quantity()));
    inside.input(Scope.TIME, Unit.HOUR);
    for (ModelDeclaration.Parameter parameter : model.parameters()) {
      inside.parameter(parameter.quantity().name(), declared.unitOf(parameter.quantity()));
    }
    for (Named named : model.expressions()) {
      boolean known = FormulaNames.in(named.formula()).stream().allMatch(inside::knows);
      if (known) {
        Unit unit = scope.unitOf(named.name());
        Scope.Value value = inside.value(named.name(), named.formula(), unit);
        inside.define(named.name(), value.expression(), unit);
      }
    }
    List<Expression> after = new ArrayList<>();
    for (int i = 0; i < model.states().size(); i++) {
      after.add(inside.symbols().graph().input(i));
    }
    for (Named jump : impulse.jumps()) {
      String section = "impulses." + impulse.quantity().name() + ".jump";
      int state = reactions.stateIndex(section, jump.name(), jump.formula().place());
      if (state >= 0) {
        Unit unit = declared.unitOf(model.states().get(state).quantity());
        String owner = section + "." + jump.name();
        after.set(state, inside.value(owner, jump.formula(), unit).expression());
      }
    }
    return after;
  }

  private List<Expression> extras() {
    List<Expression> all = new ArrayList<>();
    factors.expressions().values().forEach(value -> all.add(value.expression()));
    all.addAll(reactions.rates());
    return all;
  }

  /** Named expressions, then the reactions' rates. */
  private List<Quantity> extraQuantities() {
    List<Quantity> all = new ArrayList<>();
    for (Map.Entry<String, Scope.Value> entry : factors.expressions().entrySet()) {
      all.add(extra(entry.getKey(), entry.getValue().unit()));
    }
    for (int j = 0; j < model.reactions().size(); j++) {
      Reaction reaction = model.reactions().get(j);
      all.add(extra("rate of " + reaction.name(), reactions.rateUnits().get(j)));
    }
    return all;
  }

  private static Quantity extra(String name, Unit unit) {
    return new Quantity(
        name, unit.toString(), "", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  private Schema schema(Weights weights) {
    List<Quantity> parameters = new ArrayList<>();
    model.parameters().forEach(parameter -> parameters.add(parameter.quantity()));
    parameters.addAll(weights.quantities());
    return new Schema(
        model.states().stream().map(ModelDeclaration.State::quantity).toList(),
        model.inputs().stream().map(ModelDeclaration.Input::quantity).toList(),
        model.impulses().stream().map(Impulse::quantity).toList(),
        parameters,
        model.outputs().stream().map(ModelDeclaration.Output::quantity).toList());
  }

  private SmoothMap jumpMap(Weights weights, List<Expression> after) {
    return Compiled.of(model.states().size() + 2, weights.parameters(), after);
  }

  /** The results with the networks they need, which may be none. */
  private SmoothMap map(Weights weights, List<Expression> results) {
    if (factors.unrolled()) {
      return Compiled.of(ownInputs, weights.parameters(), results);
    }
    int width = ownInputs + factors.rawOutputs();
    int mechanistic = model.parameters().size();
    BitSet read = Compiled.inputsRead(results);
    List<HybridMap.Factor> needed = new ArrayList<>();
    List<Factors.Fed> networks = factors.networks();
    for (int k = networks.size() - 1; k >= 0; k--) {
      Factors.Fed fed = networks.get(k);
      int first = read.nextSetBit(fed.offset());
      if (first >= 0 && first < fed.offset() + fed.network().outputs()) {
        read.or(Compiled.inputsRead(fed.feed()));
        Compiled feed = Compiled.of(width, mechanistic, fed.feed());
        int at = weights.offsetOf(fed.declared());
        needed.add(0, new HybridMap.Factor(feed, fed.network(), fed.offset(), at));
      }
    }
    if (needed.isEmpty()) {
      return Compiled.of(ownInputs, weights.parameters(), results);
    }
    Compiled head = Compiled.of(width, mechanistic, results);
    return new HybridMap(ownInputs, mechanistic, weights.parameters(), needed, head);
  }
}
