package io.biopilot.twin.model;

import io.biopilot.twin.expression.Compiled;
import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Graph;
import io.biopilot.twin.expression.Spelling;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ModelDeclaration.Dilution;
import io.biopilot.twin.model.ModelDeclaration.Named;
import io.biopilot.twin.model.ModelDeclaration.Reaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The part S(p) · r(x) of a model, and dilution. */
final class Reactions {
  private final ModelDeclaration model;
  private final Scope scope;
  private final Problems problems;
  private final List<Expression> rates = new ArrayList<>();
  private final List<Unit> rateUnits = new ArrayList<>();
  private final List<Expression> coefficients = new ArrayList<>();

  Reactions(ModelDeclaration model, Scope scope, Problems problems) {
    this.model = model;
    this.scope = scope;
    this.problems = problems;
  }

  List<Expression> rates() {
    return rates;
  }

  List<Unit> rateUnits() {
    return rateUnits;
  }

  /** Σ stoichiometry · rate - dilution · state for each state. */
  List<Expression> totals() {
    Graph graph = scope.symbols().graph();
    int states = model.states().size();
    List<Expression> totals = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      totals.add(graph.constant(0.0));
    }
    for (Reaction reaction : model.reactions()) {
      Scope.Value rate = scope.value("reactions." + reaction.name(), reaction.rate(), null);
      rates.add(rate.expression());
      rateUnits.add(rate.unit());
      List<Expression> column = column(reaction, rate.unit());
      for (int i = 0; i < states; i++) {
        Expression part = graph.multiply(column.get(i), rate.expression());
        totals.set(i, graph.add(totals.get(i), part));
      }
      coefficients.addAll(column);
    }
    for (Dilution dilution : model.dilution()) {
      Unit perHour = Unit.HOUR.power(-1, 1);
      Expression rate = scope.value("dilution.rate", dilution.rate(), perHour).expression();
      for (String name : dilution.states()) {
        int i = stateIndex("dilution.states", name, dilution.place());
        if (i >= 0) {
          Expression loss = graph.multiply(rate, graph.input(i));
          totals.set(i, graph.subtract(totals.get(i), loss));
        }
      }
    }
    return totals;
  }

  private List<Expression> column(Reaction reaction, Unit rate) {
    List<Expression> column = new ArrayList<>();
    for (int i = 0; i < model.states().size(); i++) {
      column.add(scope.symbols().graph().constant(0.0));
    }
    String section = "reactions." + reaction.name() + ".stoichiometry";
    for (Named entry : reaction.stoichiometry()) {
      int i = stateIndex(section, entry.name(), entry.formula().place());
      if (i >= 0) {
        Unit state = scope.unitOf(entry.name());
        Unit needed = state.over(Unit.HOUR).over(rate);
        String owner = section + "." + entry.name();
        column.set(i, scope.value(owner, entry.formula(), needed).expression());
      }
    }
    return column;
  }

  /** Position of a state, or -1 after a report. */
  int stateIndex(String section, String name, Place place) {
    List<String> states = model.states().stream().map(s -> s.quantity().name()).toList();
    int index = states.indexOf(name);
    if (index < 0) {
      problems.add(
          place,
          "%s: '%s' is no state%s; states are %s"
              .formatted(
                  section, name, Spelling.suggestion(name, states), String.join(", ", states)));
    }
    return index;
  }

  /**
   * Whether the reactions are independent, unless they are said not to be; inputs as in {@link
   * #stoichiometry}.
   */
  void check(Vec parameters, int inputs) {
    Stoichiometry stoichiometry = stoichiometry(parameters, inputs);
    int claimed = model.reactions().size();
    int rank = stoichiometry.rank();
    if (model.independentReactions() && rank < claimed) {
      problems.add(
          model.reactions().get(0).place(),
          ("the stoichiometry of the %d reactions %s is singular (rank %d): their rates cannot be told"
                  + " apart from the states; remove or combine %d of them, or say"
                  + " 'independentReactions: false' where that is meant (a reaction and its reverse)")
              .formatted(
                  claimed, String.join(", ", stoichiometry.reactions()), rank, claimed - rank));
    }
  }

  /**
   * S at the given parameters; coefficients may depend on nothing else.
   *
   * @param inputs number of the scope's inputs with raw network outputs
   */
  Stoichiometry stoichiometry(Vec parameters, int inputs) {
    int states = model.states().size();
    Compiled map = Compiled.of(inputs, parameters.size(), coefficients);
    double[] values = new double[coefficients.size()];
    double[] x = new double[inputs];
    Arrays.fill(x, Double.NaN);
    map.valueInto(x, parameters.toArray(), values, map.workspace(1));
    List<Vec> rows = new ArrayList<>();
    for (int i = 0; i < states; i++) {
      double[] row = new double[model.reactions().size()];
      for (int j = 0; j < row.length; j++) {
        row[j] = values[j * states + i];
        if (!Double.isFinite(row[j])) {
          problems.add(
              model.reactions().get(j).place(),
              "the stoichiometry of %s must depend on parameters only, and be finite"
                  .formatted(model.reactions().get(j).name()));
          problems.orThrow();
        }
      }
      rows.add(Vec.of(row));
    }
    return new Stoichiometry(rows, model.reactions().stream().map(Reaction::name).toList());
  }
}
