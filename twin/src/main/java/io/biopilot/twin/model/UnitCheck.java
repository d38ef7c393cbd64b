package io.biopilot.twin.model;

import io.biopilot.twin.expression.Algebra;
import io.biopilot.twin.expression.Formula;
import io.biopilot.twin.expression.Function;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The unit of a formula: the meaning that refuses to add grams to hours. */
final class UnitCheck implements Algebra<UnitCheck.Measure> {
  private static final int LARGEST_DENOMINATOR = 9;

  private final Formula formula;
  private final Map<String, Unit> units;

  /**
   * A unit, or none for a literal zero, which goes with every unit.
   *
   * @param number the value of a literal
   * @param name the name of a symbol
   */
  record Measure(@Nullable Unit unit, @Nullable Double number, @Nullable String name) {
    static Measure of(Unit unit) {
      return new Measure(unit, null, null);
    }

    Unit orOne() {
      return unit == null ? Unit.ONE : unit;
    }
  }

  UnitCheck(Formula formula, Map<String, Unit> units) {
    this.formula = formula;
    this.units = units;
  }

  /** The formula's unit; none for the literal zero. */
  @Nullable Unit unit() {
    return formula.interpret(this).unit();
  }

  @Override
  public Measure number(double value, @Nullable String unit, int position) {
    if (unit == null) {
      return new Measure(value == 0.0 ? null : Unit.ONE, value, null);
    }
    try {
      return Measure.of(Unit.parse(unit));
    } catch (IllegalArgumentException unreadable) {
      throw formula.error(String.valueOf(unreadable.getMessage()), position);
    }
  }

  @Override
  public Measure name(String name, int position) {
    Unit unit = units.get(name);
    if (unit == null) {
      throw formula.error("unknown symbol '%s'".formatted(name), position);
    }
    return new Measure(unit, null, name);
  }

  @Override
  public Measure negate(Measure value, int position) {
    Double number = value.number();
    return new Measure(value.unit(), number == null ? null : -number, null);
  }

  @Override
  public Measure binary(Operator operator, Measure left, Measure right, int position) {
    return switch (operator) {
      case ADD, SUBTRACT -> common(left, right, "'" + operator.sign() + "'", position);
      case MULTIPLY -> Measure.of(left.orOne().times(right.orOne()));
      case DIVIDE -> Measure.of(left.orOne().over(right.orOne()));
      case POWER -> power(left, right, position);
    };
  }

  @Override
  public Measure call(Function function, List<Measure> arguments, int position) {
    Measure first = arguments.get(0);
    return switch (function) {
      case EXP, LOG, TANH -> {
        if (!first.orOne().isOne()) {
          throw formula.error(
              "%s needs a dimensionless argument, this one is in %s; divide it by a scale in %s"
                  .formatted(function.text(), first.unit(), first.unit()),
              position);
        }
        yield Measure.of(Unit.ONE);
      }
      case SQRT -> Measure.of(first.orOne().power(1, 2));
      case ABS -> first;
      case MIN, MAX -> {
        Measure all = first;
        for (Measure next : arguments.subList(1, arguments.size())) {
          all = common(all, next, function.text(), position);
        }
        yield all;
      }
      case POW -> power(first, arguments.get(1), position);
    };
  }

  @Override
  public Measure choose(
      Relation relation,
      Measure left,
      Measure right,
      Measure then,
      Measure otherwise,
      int position) {
    common(left, right, "'" + relation.sign() + "'", position);
    return common(then, otherwise, "piecewise", position);
  }

  private Measure power(Measure base, Measure exponent, int position) {
    if (!exponent.orOne().isOne()) {
      throw formula.error(
          "an exponent must be dimensionless, this one is in " + exponent.unit(), position);
    }
    if (base.orOne().isOne()) {
      return Measure.of(Unit.ONE);
    }
    Double number = exponent.number();
    String name = exponent.name();
    if (number != null) {
      for (int denominator = 1; denominator <= LARGEST_DENOMINATOR; denominator++) {
        double numerator = number * denominator;
        if (Math.abs(numerator - Math.rint(numerator)) < 1e-9) {
          return Measure.of(base.orOne().power((int) Math.rint(numerator), denominator));
        }
      }
    }
    if (name != null) {
      return Measure.of(base.orOne().symbolicPower(name));
    }
    throw formula.error(
        ("a value in %s can only be raised to a simple fraction or to a single symbol;"
                + " divide it by a scale in %s first")
            .formatted(base.unit(), base.unit()),
        position);
  }

  /** The unit of both; a literal zero has that of the other. */
  private Measure common(Measure left, Measure right, String where, int position) {
    Unit a = left.unit();
    Unit b = right.unit();
    if (a == null || b == null || a.equals(b)) {
      return new Measure(a == null ? b : a, null, null);
    }
    String advice =
        left.number() != null || right.number() != null
            ? "write the unit behind the number, as in 2.5[%s]"
                .formatted(left.number() != null ? b : a)
            : "multiply one of them by a factor with a unit";
    throw formula.error(
        "units do not match at %s: %s on the left, %s on the right; %s"
            .formatted(where, a, b, advice),
        position);
  }
}
