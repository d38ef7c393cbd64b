package io.biopilot.bench.numeric;

import java.util.List;

/** One subject of the numeric bench: does the work, checks it, and times it beside its peers. */
public interface NumericCase {

  /** Short name for {@code --only}. */
  String name();

  /** Whether it is measured when no {@code --only} is given. */
  default boolean byDefault() {
    return true;
  }

  /**
   * Measures. A peer that is absent is told to the session and gives a row without its figures; a
   * peer that computed something else is an exception.
   */
  List<Row> measure(Session session);

  /**
   * Where our time goes, one line a part; asked only when a row of this subject misses its goal.
   *
   * @return lines for the notes; empty where nothing is known
   */
  default List<String> profile(Session session) {
    return List.of();
  }
}
