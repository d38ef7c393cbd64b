package io.biopilot.twin.expression;

import io.biopilot.twin.autodiff.SmoothMap.Shape;
import io.biopilot.twin.expression.Program.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** What can be asked of compiled expressions; each is derived as expressions on first use. */
enum Task {
  VALUE {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      return vector(outputs, Bank.RESULT, false);
    }
  },
  /** dy for dx in {@link Bank#FIRST}. */
  PUSHFORWARD_INPUTS {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      return vector(tangents(graph, outputs, false), Bank.RESULT, false);
    }
  },
  /** dy for dx in {@link Bank#FIRST} and dp in {@link Bank#SECOND}. */
  PUSHFORWARD {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      return vector(tangents(graph, outputs, true), Bank.RESULT, false);
    }
  },
  /** x̄ for ȳ in {@link Bank#FIRST}. */
  PULLBACK_INPUTS {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      return vector(gradient(graph, outputs, Bank.INPUT, shape.inputs()), Bank.RESULT, true);
    }
  },
  /** x̄ and p̄ for ȳ in {@link Bank#FIRST}. */
  PULLBACK {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      List<Target> all =
          vector(gradient(graph, outputs, Bank.INPUT, shape.inputs()), Bank.RESULT, true);
      all.addAll(
          vector(
              gradient(graph, outputs, Bank.PARAMETER, shape.parameters()),
              Bank.SECOND_RESULT,
              true));
      return all;
    }
  },
  JACOBIAN {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      return jacobian(graph, outputs, Bank.INPUT, shape.inputs(), Bank.RESULT);
    }
  },
  /** y in {@link Bank#RESULT}, the Jacobian in {@link Bank#SECOND_RESULT}. */
  VALUE_AND_JACOBIAN {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      List<Target> all = vector(outputs, Bank.RESULT, false);
      all.addAll(jacobian(graph, outputs, Bank.INPUT, shape.inputs(), Bank.SECOND_RESULT));
      return all;
    }
  },
  /** Entries that are always zero are not written. */
  PARAMETER_JACOBIAN {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      List<Target> all = jacobian(graph, outputs, Bank.PARAMETER, shape.parameters(), Bank.RESULT);
      all.removeIf(target -> target.value().isConstant(0.0));
      return all;
    }
  },
  /** For ȳ in {@link Bank#FIRST} and v = (vx, vp) in {@link Bank#SECOND}. */
  HESSIAN_VECTOR {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      List<Expression> joint =
          new ArrayList<>(gradient(graph, outputs, Bank.INPUT, shape.inputs()));
      joint.addAll(gradient(graph, outputs, Bank.PARAMETER, shape.parameters()));
      Function<Expression, Expression> seed =
          leaf ->
              switch (leaf.bank()) {
                case INPUT -> graph.load(Bank.SECOND, leaf.index());
                case PARAMETER -> graph.load(Bank.SECOND, shape.inputs() + leaf.index());
                default -> graph.zero();
              };
      return vector(new ForwardMode(graph, seed).of(joint), Bank.RESULT, true);
    }
  },
  /** The change of x̄ and p̄ along (dx, dȳ) in {@link Bank#SECOND}, for ȳ in {@link Bank#FIRST}. */
  ADJOINT_CHANGE {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      Function<Expression, Expression> seed =
          leaf ->
              switch (leaf.bank()) {
                case INPUT -> graph.load(Bank.SECOND, leaf.index());
                case FIRST -> graph.load(Bank.SECOND, shape.inputs() + leaf.index());
                default -> graph.zero();
              };
      ForwardMode along = new ForwardMode(graph, seed);
      List<Expression> x = along.of(gradient(graph, outputs, Bank.INPUT, shape.inputs()));
      List<Expression> p = along.of(gradient(graph, outputs, Bank.PARAMETER, shape.parameters()));
      List<Target> all = vector(x, Bank.RESULT, true);
      all.addAll(vector(p, Bank.SECOND_RESULT, true));
      return all;
    }
  },
  /** Lower triangle over the inputs, for ȳ in {@link Bank#FIRST}. */
  INPUT_HESSIAN {
    @Override
    List<Target> targets(Graph graph, Shape shape, List<Expression> outputs) {
      int n = shape.inputs();
      List<Expression> gradient = gradient(graph, outputs, Bank.INPUT, n);
      List<Target> all = new ArrayList<>();
      for (int j = 0; j < n; j++) {
        List<Expression> column = new ForwardMode(graph, unit(graph, Bank.INPUT, j)).of(gradient);
        for (int i = j; i < n; i++) {
          all.add(new Target(column.get(i), Bank.RESULT, i * n + j, true));
        }
      }
      return all;
    }
  };

  /** What to compute and where it goes. */
  abstract List<Target> targets(Graph graph, Shape shape, List<Expression> outputs);

  private static List<Target> vector(List<Expression> values, Bank bank, boolean accumulated) {
    List<Target> targets = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      targets.add(new Target(values.get(i), bank, i, accumulated));
    }
    return targets;
  }

  private static List<Expression> tangents(
      Graph graph, List<Expression> outputs, boolean parameters) {
    Function<Expression, Expression> seed =
        leaf -> {
          if (leaf.bank() == Bank.INPUT) {
            return graph.load(Bank.FIRST, leaf.index());
          }
          return parameters ? graph.load(Bank.SECOND, leaf.index()) : graph.zero();
        };
    return new ForwardMode(graph, seed).of(outputs);
  }

  private static List<Expression> gradient(
      Graph graph, List<Expression> outputs, Bank bank, int size) {
    List<Expression> weights = new ArrayList<>(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      weights.add(graph.load(Bank.FIRST, i));
    }
    ReverseMode reverse = new ReverseMode(graph, outputs, weights);
    List<Expression> gradient = new ArrayList<>(size);
    for (int j = 0; j < size; j++) {
      gradient.add(reverse.adjoint(graph.load(bank, j)));
    }
    return gradient;
  }

  private static List<Target> jacobian(
      Graph graph, List<Expression> outputs, Bank bank, int columns, Bank target) {
    BitSet read = Reachable.loads(outputs, bank);
    List<Expression> zeros = Collections.nCopies(outputs.size(), graph.zero());
    List<List<Expression>> byColumn = new ArrayList<>(columns);
    for (int j = 0; j < columns; j++) {
      byColumn.add(read.get(j) ? new ForwardMode(graph, unit(graph, bank, j)).of(outputs) : zeros);
    }
    List<Target> targets = new ArrayList<>(outputs.size() * columns);
    for (int i = 0; i < outputs.size(); i++) {
      for (int j = 0; j < columns; j++) {
        targets.add(new Target(byColumn.get(j).get(i), target, i * columns + j, false));
      }
    }
    return targets;
  }

  private static Function<Expression, Expression> unit(Graph graph, Bank bank, int index) {
    return leaf -> leaf.bank() == bank && leaf.index() == index ? graph.one() : graph.zero();
  }
}
