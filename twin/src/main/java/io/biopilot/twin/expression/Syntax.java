package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Algebra.Operator;
import io.biopilot.twin.expression.Algebra.Relation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax tree of a formula. */
sealed interface Syntax {

  <T> T interpret(Algebra<T> algebra);

  /** A number with an optional unit. */
  record Literal(double value, @Nullable String unit, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      return algebra.number(value, unit, at);
    }
  }

  /** A symbol. */
  record Name(String name, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      return algebra.name(name, at);
    }
  }

  /** A leading minus. */
  record Negation(Syntax value, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      return algebra.negate(value.interpret(algebra), at);
    }
  }

  /** Two operands and a sign. */
  record Binary(Operator operator, Syntax left, Syntax right, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      return algebra.binary(operator, left.interpret(algebra), right.interpret(algebra), at);
    }
  }

  /** A function of arguments. */
  record Call(Function function, List<Syntax> arguments, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      List<T> values = new ArrayList<>(arguments.size());
      for (Syntax argument : arguments) {
        values.add(argument.interpret(algebra));
      }
      return algebra.call(function, values, at);
    }
  }

  /** The value of the first branch whose condition holds. */
  record Piecewise(List<Branch> branches, Syntax otherwise, int at) implements Syntax {
    @Override
    public <T> T interpret(Algebra<T> algebra) {
      T result = otherwise.interpret(algebra);
      for (int i = branches.size() - 1; i >= 0; i--) {
        Branch branch = branches.get(i);
        result = branch.condition().choose(algebra, branch.value().interpret(algebra), result);
      }
      return result;
    }
  }

  /** A value and when it holds. */
  record Branch(Syntax value, Condition condition) {}

  /** When a branch holds. */
  sealed interface Condition {
    <T> T choose(Algebra<T> algebra, T then, T otherwise);
  }

  /** A relation of two values. */
  record Comparison(Relation relation, Syntax left, Syntax right, int at) implements Condition {
    @Override
    public <T> T choose(Algebra<T> algebra, T then, T otherwise) {
      T a = left.interpret(algebra);
      T b = right.interpret(algebra);
      return algebra.choose(relation, a, b, then, otherwise, at);
    }
  }

  /** Both hold. */
  record And(Condition first, Condition second) implements Condition {
    @Override
    public <T> T choose(Algebra<T> algebra, T then, T otherwise) {
      return first.choose(algebra, second.choose(algebra, then, otherwise), otherwise);
    }
  }

  /** One of them holds. */
  record Or(Condition first, Condition second) implements Condition {
    @Override
    public <T> T choose(Algebra<T> algebra, T then, T otherwise) {
      return first.choose(algebra, then, second.choose(algebra, then, otherwise));
    }
  }
}
