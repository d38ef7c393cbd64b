package io.biopilot.twin.model.yaml;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as YAML writes them, with {@code .inf} and {@code .nan}. */
final class Numbers {
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

  private Numbers() {}

  /** The number, or null if the text is none. */
  static @Nullable Double read(String text) {
    return switch (text) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan", ".NaN" -> Double.NaN;
      default -> DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
    };
  }
}
