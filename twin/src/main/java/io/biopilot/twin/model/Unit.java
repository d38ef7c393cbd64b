package io.biopilot.twin.model;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * A unit as a product of symbols with rational powers, e.g. {@code g/(L.h)}.
 *
 * <p>Symbols are never converted into each other: g and mg, h and min, degC and K are different
 * units, and a factor that leads from one to the other must be written with its own unit ({@code
 * 1000[mg/g]}). So nothing is scaled in silence. Only known symbols are read, which finds typing
 * errors.
 */
public final class Unit {
  /** The symbols that may be used; {@code 1} is the dimensionless unit. */
  public static final Set<String> SYMBOLS =
      Set.of(
          "g", "kg", "mg", "ug", "L", "mL", "uL", "m", "cm", "mm", "um", "h", "min", "s", "d",
          "mol", "mmol", "umol", "nmol", "Cmol", "Cmmol", "cells", "U", "IU", "AU", "%", "degC",
          "K", "bar", "mbar", "Pa", "kPa", "J", "kJ", "kcal", "cal", "W", "kW", "V", "A", "mA", "S",
          "mS", "rad", "Da", "kDa", "ppm");

  public static final Unit ONE = new Unit(new TreeMap<>());
  public static final Unit HOUR = ofSymbol("h");

  /** Powers, none zero, by symbol. */
  private final SortedMap<String, Fraction> powers;

  /** A rational power in lowest terms; the denominator is positive. */
  private record Fraction(int numerator, int denominator) {
    static Fraction of(int numerator, int denominator) {
      int divisor = divisor(Math.abs(numerator), denominator);
      return new Fraction(numerator / divisor, denominator / divisor);
    }

    private static int divisor(int a, int b) {
      return b == 0 ? Math.max(1, a) : divisor(b, a % b);
    }

    Fraction plus(Fraction other) {
      return of(
          numerator * other.denominator + other.numerator * denominator,
          denominator * other.denominator);
    }

    Fraction times(Fraction other) {
      return of(numerator * other.numerator, denominator * other.denominator);
    }

    String text() {
      if (denominator == 1) {
        return numerator == 1 ? "" : "^" + numerator;
      }
      return "^(" + numerator + "/" + denominator + ")";
    }
  }

  private Unit(SortedMap<String, Fraction> powers) {
    this.powers = powers;
  }

  private static Unit ofSymbol(String symbol) {
    TreeMap<String, Fraction> powers = new TreeMap<>();
    powers.put(symbol, new Fraction(1, 1));
    return new Unit(powers);
  }

  /** The symbol's unit; refuses what is not in {@link #SYMBOLS}. */
  static Unit symbol(String symbol) {
    if (!SYMBOLS.contains(symbol)) {
      throw new IllegalArgumentException(
          "unknown unit symbol '%s'; known are 1, %s"
              .formatted(symbol, String.join(", ", new TreeSet<>(SYMBOLS))));
    }
    return ofSymbol(symbol);
  }

  /**
   * Reads a unit such as {@code g/(L.h)}, {@code 1/min}, {@code L.g^-1}; {@code .} and {@code *}
   * multiply.
   *
   * @throws IllegalArgumentException that says what was not understood
   */
  public static Unit parse(String text) {
    return new UnitParser(text).parse();
  }

  public Unit times(Unit other) {
    return combine(other, Fraction::plus);
  }

  public Unit over(Unit other) {
    return times(other.power(-1, 1));
  }

  private Unit combine(Unit other, BiFunction<Fraction, Fraction, Fraction> sum) {
    TreeMap<String, Fraction> product = new TreeMap<>(powers);
    other.powers.forEach((symbol, power) -> product.merge(symbol, power, sum));
    product.values().removeIf(power -> power.numerator() == 0);
    return new Unit(product);
  }

  /** This unit to a rational power. */
  public Unit power(int numerator, int denominator) {
    TreeMap<String, Fraction> result = new TreeMap<>();
    Fraction exponent = Fraction.of(numerator, denominator);
    powers.forEach((symbol, power) -> result.put(symbol, power.times(exponent)));
    result.values().removeIf(power -> power.numerator() == 0);
    return new Unit(result);
  }

  /** This unit to a power that is a symbol of the model: a unit of its own, {@code (g/L)^n}. */
  Unit symbolicPower(String exponent) {
    return powers.isEmpty() ? ONE : ofSymbol("(" + this + ")^" + exponent);
  }

  public boolean isOne() {
    return powers.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Unit unit && powers.equals(unit.powers);
  }

  @Override
  public int hashCode() {
    return powers.hashCode();
  }

  /** As in {@code g/(L.h)}. */
  @Override
  public String toString() {
    StringBuilder above = new StringBuilder();
    StringBuilder below = new StringBuilder();
    int belowCount = 0;
    for (Map.Entry<String, Fraction> entry : powers.entrySet()) {
      Fraction power = entry.getValue();
      boolean positive = power.numerator() > 0;
      StringBuilder side = positive ? above : below;
      Fraction shown = positive ? power : power.times(new Fraction(-1, 1));
      side.append(side.isEmpty() ? "" : ".").append(entry.getKey()).append(shown.text());
      belowCount += positive ? 0 : 1;
    }
    String numerator = above.isEmpty() ? "1" : above.toString();
    if (belowCount == 0) {
      return numerator;
    }
    return numerator + "/" + (belowCount == 1 ? below.toString() : "(" + below + ")");
  }
}
