package io.biopilot.twin.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the names in formulas stand for: inputs x₀, x₁, … and parameters p₀, p₁, … in the order they
 * were declared, and earlier formulas by their name. Used while a model is built, by one thread.
 */
public final class Symbols {
  private final Graph graph = new Graph();
  private final Map<String, Expression> meanings = new LinkedHashMap<>();
  private int inputs;
  private int parameters;

  /** Declares the next input. */
  public Symbols input(String name) {
    define(name, graph.input(inputs));
    inputs++;
    return this;
  }

  /** Declares the next parameter. */
  public Symbols parameter(String name) {
    define(name, graph.parameter(parameters));
    parameters++;
    return this;
  }

  /** Gives an expression of this graph a name. */
  public void define(String name, Expression meaning) {
    if (meanings.putIfAbsent(name, meaning) != null) {
      throw new IllegalArgumentException("'%s' is declared twice".formatted(name));
    }
  }

  public Graph graph() {
    return graph;
  }

  /** All names, in the order of declaration. */
  public Set<String> names() {
    return meanings.keySet();
  }

  public int inputs() {
    return inputs;
  }

  public int parameters() {
    return parameters;
  }

  /**
   * The formula's value.
   *
   * @throws FormulaException at a name that is not known
   */
  public Expression value(Formula formula) {
    return formula.interpret(new Values(formula));
  }

  /** The text's value. */
  public Expression value(String formula) {
    return value(Formula.parse(formula));
  }

  /** A smooth map of all inputs and parameters declared so far; one output a formula. */
  public Compiled compile(String... formulas) {
    List<Expression> outputs = new ArrayList<>(formulas.length);
    for (String formula : formulas) {
      outputs.add(value(formula));
    }
    return Compiled.of(inputs, parameters, outputs);
  }

  /** Formulas as expressions. */
  private final class Values implements Algebra<Expression> {
    private final Formula formula;

    Values(Formula formula) {
      this.formula = formula;
    }

    @Override
    public Expression number(double value, @Nullable String unit, int position) {
      if (Double.isInfinite(value)) {
        throw formula.error("the number is beyond double precision (at most 1.8e308)", position);
      }
      return graph.constant(value);
    }

    /** A constant such as log(-1) is a slip; what depends on states is seen when it happens. */
    private Expression finite(Expression value, int position) {
      if (value.isConstant() && !Double.isFinite(value.constant())) {
        throw formula.error(
            "this is always %s, expected a finite number".formatted(value.constant()), position);
      }
      return value;
    }

    @Override
    public Expression name(String name, int position) {
      Expression meaning = meanings.get(name);
      if (meaning == null) {
        String problem = "unknown symbol '%s'%s; known are %s";
        throw formula.error(
            problem.formatted(
                name,
                Spelling.suggestion(name, meanings.keySet()),
                String.join(", ", meanings.keySet())),
            position);
      }
      return meaning;
    }

    @Override
    public Expression negate(Expression value, int position) {
      return graph.negate(value);
    }

    @Override
    public Expression binary(Operator operator, Expression left, Expression right, int position) {
      Expression result =
          switch (operator) {
            case ADD -> graph.add(left, right);
            case SUBTRACT -> graph.subtract(left, right);
            case MULTIPLY -> graph.multiply(left, right);
            case DIVIDE -> {
              if (right.isConstant(0.0)) {
                throw formula.error("division by zero", position);
              }
              yield graph.divide(left, right);
            }
            case POWER -> graph.power(left, right);
          };
      return finite(result, position);
    }

    @Override
    public Expression call(Function function, List<Expression> arguments, int position) {
      return finite(function.apply(graph, arguments), position);
    }

    @Override
    public Expression choose(
        Relation relation,
        Expression left,
        Expression right,
        Expression then,
        Expression otherwise,
        int position) {
      return switch (relation) {
        case LESS -> graph.less(left, right, then, otherwise);
        case AT_MOST -> graph.atMost(left, right, then, otherwise);
        case GREATER -> graph.less(right, left, then, otherwise);
        case AT_LEAST -> graph.atMost(right, left, then, otherwise);
      };
    }
  }
}
