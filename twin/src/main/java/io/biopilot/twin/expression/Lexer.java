package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a formula into tokens. */
final class Lexer {
  private static final Pattern NUMBER =
      Pattern.compile("(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
  private static final Pattern SIGN = Pattern.compile("<=|>=|[-+*/^(),<>]");

  private final String formula;
  private final List<Token> tokens = new ArrayList<>();

  private Lexer(String formula) {
    this.formula = formula;
  }

  static List<Token> tokens(String formula) {
    Lexer lexer = new Lexer(formula);
    int at = 0;
    while (at < formula.length()) {
      at = Character.isWhitespace(formula.charAt(at)) ? at + 1 : lexer.next(at);
    }
    lexer.tokens.add(new Token(Kind.END, "", formula.length()));
    return lexer.tokens;
  }

  private int next(int at) {
    char c = formula.charAt(at);
    if (c == '[') {
      return unit(at);
    }
    if (matches(NUMBER, Kind.NUMBER, at)
        || matches(NAME, Kind.NAME, at)
        || matches(SIGN, Kind.SIGN, at)) {
      return at + tokens.get(tokens.size() - 1).text().length();
    }
    if (c == '=' || c == '!') {
      throw new FormulaException(
          "values cannot be compared for equality; use <, <=, > or >=", formula, at);
    }
    throw new FormulaException("unexpected character '" + c + "'", formula, at);
  }

  private int unit(int at) {
    int end = formula.indexOf(']', at);
    if (end < 0) {
      throw new FormulaException("']' is missing after the unit", formula, at);
    }
    tokens.add(new Token(Kind.UNIT, formula.substring(at + 1, end), at));
    return end + 1;
  }

  private boolean matches(Pattern pattern, Kind kind, int at) {
    Matcher matcher = pattern.matcher(formula).region(at, formula.length());
    if (!matcher.lookingAt()) {
      return false;
    }
    tokens.add(new Token(kind, matcher.group(), at));
    return true;
  }
}
