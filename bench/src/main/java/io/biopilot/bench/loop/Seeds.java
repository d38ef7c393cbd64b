package io.biopilot.bench.loop;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Seeds as one writes them: {@code 1-5}, {@code 101,102}, {@code 1-3,7}.
 *
 * @param text as written
 * @param list each once, in the order written
 */
record Seeds(String text, List<Long> list) {

  private static final int MOST = 10_000;

  Seeds {
    list = List.copyOf(list);
  }

  /**
   * @throws IllegalArgumentException with a message for the user
   */
  static Seeds parse(String text) {
    LinkedHashSet<Long> seeds = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      String[] ends = part.trim().split("-", -1);
      try {
        long first = Long.parseLong(ends[0].trim());
        long last = ends.length == 1 ? first : Long.parseLong(ends[1].trim());
        if (ends.length > 2 || last < first || last - first >= MOST) {
          throw wrong(text);
        }
        for (long seed = first; seed <= last; seed++) {
          seeds.add(seed);
        }
      } catch (NumberFormatException e) {
        throw wrong(text);
      }
    }
    return new Seeds(text, new ArrayList<>(seeds));
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "'%s': expected seeds such as 1-5 or 101,102".formatted(text));
  }
}
