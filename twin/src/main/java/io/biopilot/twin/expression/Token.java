package io.biopilot.twin.expression;

/**
 * A word of a formula.
 *
 * @param text as written; a unit without its brackets
 * @param at position of its first character
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    NUMBER,
    UNIT,
    NAME,
    SIGN,
    END
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.NAME && text.equals(word);
  }

  /** For messages. */
  String shown() {
    return kind == Kind.END ? "the end" : "'" + text + "'";
  }
}
