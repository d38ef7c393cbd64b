package io.biopilot.twin.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads units: factor (('.' | '*' | '/') factor)*, factor := ('1' | symbol | '(' … ')') power?. */
final class UnitParser {
  private static final Pattern SYMBOL = Pattern.compile("%|[A-Za-z]+");
  private static final Pattern POWER = Pattern.compile("\\^\\(?(-?[0-9]{1,3})(?:/([1-9]))?\\)?");

  private final String text;
  private int at;

  UnitParser(String text) {
    this.text = text.strip();
  }

  Unit parse() {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a unit is missing; 1 stands for dimensionless");
    }
    Unit unit = product();
    if (at < text.length()) {
      throw unexpected();
    }
    return unit;
  }

  private Unit product() {
    Unit unit = factor();
    while (at < text.length() && text.charAt(at) != ')') {
      char sign = text.charAt(at);
      if (sign != '.' && sign != '*' && sign != '/') {
        throw unexpected();
      }
      at++;
      Unit next = factor();
      unit = sign == '/' ? unit.over(next) : unit.times(next);
    }
    return unit;
  }

  private Unit factor() {
    if (at >= text.length()) {
      throw unexpected();
    }
    Unit base;
    Matcher symbol = SYMBOL.matcher(text).region(at, text.length());
    if (text.charAt(at) == '(') {
      at++;
      base = product();
      if (at >= text.length()) {
        throw unexpected();
      }
      at++;
    } else if (text.charAt(at) == '1') {
      at++;
      base = Unit.ONE;
    } else if (symbol.lookingAt()) {
      at = symbol.end();
      base = Unit.symbol(symbol.group());
    } else {
      throw unexpected();
    }
    Matcher power = POWER.matcher(text).region(at, text.length());
    if (!power.lookingAt()) {
      return base;
    }
    at = power.end();
    int denominator = power.group(2) == null ? 1 : Integer.parseInt(power.group(2));
    return base.power(Integer.parseInt(power.group(1)), denominator);
  }

  private IllegalArgumentException unexpected() {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new IllegalArgumentException(
        "the unit '%s' cannot be read: unexpected %s at character %d; write it as in g/(L.h)"
            .formatted(text, found, at + 1));
  }
}
