package io.biopilot.twin.model;

import io.biopilot.twin.expression.Expression;
import io.biopilot.twin.expression.Formula;
import io.biopilot.twin.expression.FormulaException;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.model.ModelDeclaration.Text;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names with their meaning and unit; turns formulas into expressions and reports what is wrong. */
final class Scope {
  /** Time since the start of the batch (h). */
  static final String TIME = "t";

  private final Symbols symbols = new Symbols();
  private final Map<String, Unit> units = new HashMap<>();
  private final Problems problems;

  Scope(Problems problems) {
    this.problems = problems;
  }

  void input(String name, Unit unit) {
    symbols.input(name);
    units.put(name, unit);
  }

  void parameter(String name, Unit unit) {
    symbols.parameter(name);
    units.put(name, unit);
  }

  void define(String name, Expression meaning, Unit unit) {
    symbols.define(name, meaning);
    units.put(name, unit);
  }

  boolean knows(String name) {
    return units.containsKey(name);
  }

  Symbols symbols() {
    return symbols;
  }

  Unit unitOf(String name) {
    return units.getOrDefault(name, Unit.ONE);
  }

  /** An expression and its unit. */
  record Value(Expression expression, Unit unit) {}

  /**
   * The formula's value; zero after a report of what is wrong.
   *
   * @param owner what the formula belongs to, for messages
   * @param expected the unit it must have, if one is prescribed
   */
  Value value(String owner, Text text, @Nullable Unit expected) {
    try {
      Formula formula = Formula.parse(text.text());
      Expression expression = symbols.value(formula);
      Unit found = new UnitCheck(formula, units).unit();
      if (found != null && expected != null && !found.equals(expected)) {
        throw formula.error(
            "the formula is in %s, but %s must be in %s".formatted(found, owner, expected), 0);
      }
      Unit unit = found != null ? found : expected != null ? expected : Unit.ONE;
      return new Value(expression, unit);
    } catch (FormulaException error) {
      problems.add(owner, text, error);
      return new Value(symbols.graph().constant(0.0), expected == null ? Unit.ONE : expected);
    }
  }
}
