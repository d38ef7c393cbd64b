package io.biopilot.twin.expression;

import java.util.Collection;

/** Finds what somebody may have meant. */
public final class Spelling {
  private Spelling() {}

  /**
   * {@code " (did you mean 'muMax'?)"}, or nothing if no known word is near: at most a third of the
   * letters wrong.
   */
  public static String suggestion(String word, Collection<String> known) {
    String best = "";
    int least = word.length() / 3 + 1;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "" : " (did you mean '" + best + "'?)";
  }

  /** Levenshtein's distance with swaps; a letter of the other case counts half, rounded down. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = 2 * (i + j);
          continue;
        }
        int substitution = d[i - 1][j - 1] + cost(a.charAt(i - 1), b.charAt(j - 1));
        d[i][j] = Math.min(substitution, 2 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], 2 + d[i - 2][j - 2]);
        }
      }
    }
    return d[a.length()][b.length()] / 2;
  }

  private static int cost(char a, char b) {
    if (a == b) {
      return 0;
    }
    return Character.toLowerCase(a) == Character.toLowerCase(b) ? 1 : 2;
  }
}
