package io.biopilot.twin.expression;

/**
 * A formula as written, understood as far as syntax goes: numbers (with an optional unit, {@code
 * 0.5[g/L]}), names, {@code + - * / ^}, the functions of {@link Function}, and {@code
 * piecewise(value, condition, …, otherwise)} with comparisons joined by {@code and} and {@code or}.
 */
public final class Formula {
  private final String text;
  private final Syntax syntax;

  private Formula(String text, Syntax syntax) {
    this.text = text;
    this.syntax = syntax;
  }

  /**
   * Reads a formula.
   *
   * @throws FormulaException that points at the character
   */
  public static Formula parse(String text) {
    return new Formula(text, Parser.parse(text));
  }

  public String text() {
    return text;
  }

  /** The formula in the given meaning. */
  public <T> T interpret(Algebra<T> algebra) {
    return syntax.interpret(algebra);
  }

  /** An error at a character of this formula; position from 0. */
  public FormulaException error(String problem, int position) {
    return new FormulaException(problem, text, position);
  }

  @Override
  public String toString() {
    return text;
  }
}
