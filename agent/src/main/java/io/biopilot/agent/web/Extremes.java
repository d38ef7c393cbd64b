package io.biopilot.agent.web;

/**
 * Min/max down-sampling: of each stretch of points the lowest and the highest are kept, so that no
 * spike is lost to the eye, and with them the first point that is not of good quality.
 */
final class Extremes {
  private Extremes() {}

  /**
   * Indices into the column, increasing, of at most about {@code budget} points of [first, end).
   *
   * @param kept at least {@code end - first} long; filled with the indices
   * @return how many
   */
  static int select(Column column, int first, int end, int budget, int[] kept) {
    int count = 0;
    if (end - first <= budget) {
      for (int i = first; i < end; i++) {
        kept[count++] = i;
      }
      return count;
    }
    int stretches = Math.max(1, budget / 2);
    for (int s = 0; s < stretches; s++) {
      int from = first + (int) ((long) (end - first) * s / stretches);
      int to = first + (int) ((long) (end - first) * (s + 1) / stretches);
      count = column.extremesInto(from, to, kept, count);
    }
    return count;
  }
}
