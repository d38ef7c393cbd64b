package io.biopilot.agent.cli.optimize;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
  private Numbers() {}

  /** Four significant digits without trailing zeros. */
  static String shortly(double value) {
    return trimmed(value, "%.4g");
  }

  /** Seven significant digits without trailing zeros. */
  static String precisely(double value) {
    return trimmed(value, "%.7g");
  }

  private static String trimmed(double value, String format) {
    if (value == 0.0) {
      return "0";
    }
    String text = String.format(Locale.ROOT, format, value);
    int exponent = text.indexOf('e');
    String digits = exponent < 0 ? text : text.substring(0, exponent);
    String power = exponent < 0 ? "" : text.substring(exponent);
    return (digits.contains(".") ? digits.replaceAll("\\.?0+$", "") : digits) + power;
  }

  /** With the unit behind it, unless that is 1. */
  static String with(double value, String unit) {
    return unit.isEmpty() || unit.equals("1") ? shortly(value) : shortly(value) + " " + unit;
  }
}
