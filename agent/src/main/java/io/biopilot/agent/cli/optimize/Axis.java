package io.biopilot.agent.cli.optimize;

import java.util.ArrayList;
import java.util.List;

/**
 * A linear axis with round marks.
 *
 * @param low value at its beginning
 * @param high value at its end
 * @param step between marks: 1, 2 or 5 times a power of ten
 */
record Axis(double low, double high, double step) {

  /**
   * Holds all values, its ends at marks.
   *
   * @param marks about how many
   */
  static Axis around(double least, double most, int marks) {
    double span = most - least;
    if (!(span > 1e-9 * Math.max(Math.abs(least), Math.abs(most)))) {
      span = Math.max(1e-6, 0.2 * Math.abs(most));
    }
    double step = round(span / marks);
    double low = step * Math.floor(least / step + 1e-9);
    double high = step * Math.ceil(most / step - 1e-9);
    return new Axis(low, high > low ? high : low + step, step);
  }

  /** Ends at the values themselves. */
  static Axis between(double low, double high, int marks) {
    return new Axis(low, high, round((high - low) / marks));
  }

  private static double round(double step) {
    double power = Math.pow(10.0, Math.floor(Math.log10(step)));
    double share = step / power;
    return power * (share < 1.5 ? 1.0 : share < 3.5 ? 2.0 : share < 7.5 ? 5.0 : 10.0);
  }

  List<Double> marks() {
    List<Double> marks = new ArrayList<>();
    double first = Math.ceil(low / step - 1e-9);
    double last = Math.floor(high / step + 1e-9);
    for (double mark = first; mark <= last; mark++) {
      marks.add(mark * step);
    }
    return marks;
  }

  /** Where a value lies, 0 at the beginning and 1 at the end. */
  double share(double value) {
    return (value - low) / (high - low);
  }
}
