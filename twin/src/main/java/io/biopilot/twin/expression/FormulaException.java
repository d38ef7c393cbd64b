package io.biopilot.twin.expression;

/** A formula that cannot be understood; the message shows it with a mark below the character. */
public final class FormulaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final String formula;
  private final int position;

  /**
   * @param problem what is wrong and what to do, without the place
   * @param position of the character, from 0
   */
  public FormulaException(String problem, String formula, int position) {
    super(problem + " (character " + (position + 1) + ")\n" + snippet(formula, position));
    this.problem = problem;
    this.formula = formula;
    this.position = position;
  }

  /** What is wrong and what to do, without the place. */
  public String problem() {
    return problem;
  }

  public String formula() {
    return formula;
  }

  /** Of the character, from 0. */
  public int position() {
    return position;
  }

  /** The line of the formula that holds the position, and a caret below it. */
  private static String snippet(String formula, int position) {
    int start = formula.lastIndexOf('\n', position - 1) + 1;
    int end = formula.indexOf('\n', start);
    String line = end < 0 ? formula.substring(start) : formula.substring(start, end);
    return "  " + line + "\n  " + " ".repeat(position - start) + "^";
  }
}
