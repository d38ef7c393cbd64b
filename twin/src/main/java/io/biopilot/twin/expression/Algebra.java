package io.biopilot.twin.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A meaning of formulas: their value as an expression, their unit, the names they use. Positions
 * are those of the character to blame in the formula; a meaning refuses with {@link
 * Formula#error(String, int)}.
 */
public interface Algebra<T> {

  /** The four operations and the power. */
  enum Operator {
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    POWER("^");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /** A comparison of two values; equality is not offered. */
  enum Relation {
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /**
   * A number.
   *
   * @param unit the text in brackets behind it, as in {@code 0.5[g/L]}
   */
  T number(double value, @Nullable String unit, int position);

  T name(String name, int position);

  T negate(T value, int position);

  T binary(Operator operator, T left, T right, int position);

  T call(Function function, List<T> arguments, int position);

  /** then, where left relates to right; otherwise the last. */
  T choose(Relation relation, T left, T right, T then, T otherwise, int position);
}
