package io.biopilot.twin.expression;

import io.biopilot.twin.expression.Algebra.Operator;
import io.biopilot.twin.expression.Algebra.Relation;
import io.biopilot.twin.expression.Syntax.Branch;
import io.biopilot.twin.expression.Syntax.Condition;
import io.biopilot.twin.expression.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the syntax of formulas by recursive descent; the grammar stands at each method. */
final class Parser {
  private static final int LONGEST = 20_000;
  private static final int DEEPEST = 200;
  private static final String PIECEWISE = "piecewise";

  private final String formula;
  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(String formula) {
    this.formula = formula;
    this.tokens = Lexer.tokens(formula);
  }

  static Syntax parse(String formula) {
    if (formula.length() > LONGEST) {
      String problem = "a formula has at most %d characters, this one %d; name parts of it";
      throw new FormulaException(problem.formatted(LONGEST, formula.length()), "", 0);
    }
    Parser parser = new Parser(formula);
    Syntax syntax = parser.sum();
    Token rest = parser.peek();
    if (rest.kind() != Kind.END) {
      throw parser.error("expected an operator or the end, found " + rest.shown(), rest);
    }
    return syntax;
  }

  /** sum := product (('+' | '-') product)* */
  private Syntax sum() {
    Syntax left = product();
    while (true) {
      Token sign = peek();
      if (accept("+")) {
        left = new Syntax.Binary(Operator.ADD, left, product(), sign.at());
      } else if (accept("-")) {
        left = new Syntax.Binary(Operator.SUBTRACT, left, product(), sign.at());
      } else {
        return left;
      }
    }
  }

  /** product := signed (('*' | '/') signed)* */
  private Syntax product() {
    Syntax left = signed();
    while (true) {
      Token sign = peek();
      if (accept("*")) {
        left = new Syntax.Binary(Operator.MULTIPLY, left, signed(), sign.at());
      } else if (accept("/")) {
        left = new Syntax.Binary(Operator.DIVIDE, left, signed(), sign.at());
      } else {
        return left;
      }
    }
  }

  /** signed := ('-' | '+') signed | power */
  private Syntax signed() {
    enter();
    Token sign = peek();
    Syntax result;
    if (accept("-")) {
      result = new Syntax.Negation(signed(), sign.at());
    } else if (accept("+")) {
      result = signed();
    } else {
      result = power();
    }
    depth--;
    return result;
  }

  /** power := primary ('^' signed)?, so that -x^2 = -(x^2) and a^b^c = a^(b^c) */
  private Syntax power() {
    Syntax base = primary();
    Token sign = peek();
    return accept("^") ? new Syntax.Binary(Operator.POWER, base, signed(), sign.at()) : base;
  }

  /** primary := number unit? | name | function '(' ... ')' | '(' sum ')' */
  private Syntax primary() {
    Token token = peek();
    next++;
    if (token.kind() == Kind.NUMBER) {
      return number(token);
    }
    if (token.kind() == Kind.NAME) {
      return accept("(") ? call(token) : new Syntax.Name(token.text(), token.at());
    }
    if (token.isSign("(")) {
      enter();
      Syntax inner = sum();
      expect(")", "')' is missing for the '(' at character " + (token.at() + 1));
      depth--;
      return inner;
    }
    throw error("expected a number, a name or '(', found " + token.shown(), token);
  }

  private Syntax number(Token token) {
    String unit = null;
    if (peek().kind() == Kind.UNIT) {
      unit = peek().text();
      next++;
    }
    return new Syntax.Literal(Double.parseDouble(token.text()), unit, token.at());
  }

  private Syntax call(Token name) {
    if (name.text().equals(PIECEWISE)) {
      return piecewise(name);
    }
    Function function = functionNamed(name.text());
    if (function == null) {
      throw error(unknownFunction(name.text()), name);
    }
    List<Syntax> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (accept(","));
    expect(")", "expected ',' or ')' in the arguments of " + function.text());
    if (!function.takes(arguments.size())) {
      String problem = "%s takes %d argument(s), not %d";
      throw error(problem.formatted(function.text(), function.arguments(), arguments.size()), name);
    }
    return new Syntax.Call(function, arguments, name.at());
  }

  /** piecewise := 'piecewise' '(' (sum ',' either ',')+ sum ')' */
  private Syntax piecewise(Token name) {
    List<Branch> branches = new ArrayList<>();
    while (true) {
      Syntax value = sum();
      if (!accept(",")) {
        expect(")", "expected ',' or ')' in piecewise");
        if (branches.isEmpty()) {
          throw error("piecewise needs value, condition, …, and a last value otherwise", name);
        }
        return new Syntax.Piecewise(branches, value, name.at());
      }
      branches.add(new Branch(value, either()));
      expect(",", "piecewise needs a value after the condition, at last the one otherwise");
    }
  }

  /** either := both ('or' both)* */
  private Condition either() {
    Condition left = both();
    while (acceptWord("or")) {
      left = new Syntax.Or(left, both());
    }
    return left;
  }

  /** both := comparison ('and' comparison)* */
  private Condition both() {
    Condition left = comparison();
    while (acceptWord("and")) {
      left = new Syntax.And(left, comparison());
    }
    return left;
  }

  /** comparison := sum ('<' | '<=' | '>' | '>=') sum */
  private Condition comparison() {
    Syntax left = sum();
    Token sign = peek();
    for (Relation relation : Relation.values()) {
      if (accept(relation.sign())) {
        return new Syntax.Comparison(relation, left, sum(), sign.at());
      }
    }
    throw error("expected <, <=, > or >= in a condition, found " + sign.shown(), sign);
  }

  private static @Nullable Function functionNamed(String name) {
    for (Function function : Function.values()) {
      if (function.text().equals(name)) {
        return function;
      }
    }
    return null;
  }

  private static String unknownFunction(String name) {
    List<String> known =
        Stream.concat(Stream.of(Function.values()).map(Function::text), Stream.of(PIECEWISE))
            .toList();
    return "unknown function '%s'%s; there are %s"
        .formatted(
            name,
            Spelling.suggestion(name, known),
            known.stream().collect(Collectors.joining(", ")));
  }

  private void enter() {
    depth++;
    if (depth > DEEPEST) {
      throw error("nested more than " + DEEPEST + " deep; name parts of it", peek());
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean accept(String sign) {
    boolean found = peek().isSign(sign);
    if (found) {
      next++;
    }
    return found;
  }

  private boolean acceptWord(String word) {
    boolean found = peek().isWord(word);
    if (found) {
      next++;
    }
    return found;
  }

  private void expect(String sign, String problem) {
    if (!accept(sign)) {
      throw error(problem + ", found " + peek().shown(), peek());
    }
  }

  private FormulaException error(String problem, Token token) {
    return new FormulaException(problem, formula, token.at());
  }
}
