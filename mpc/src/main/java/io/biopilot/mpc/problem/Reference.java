package io.biopilot.mpc.problem;

import io.biopilot.twin.linalg.Vec;

/**
 * A named value that changes with time, for use in expressions; linear between its points, constant
 * outside.
 *
 * @param times h since batch start, strictly increasing
 */
public record Reference(String name, Vec times, Vec values) {
  public Reference {
    if (times.size() == 0 || times.size() != values.size()) {
      throw new IllegalArgumentException(
          "reference %s needs as many values (%d) as times (%d)"
              .formatted(name, values.size(), times.size()));
    }
    for (int i = 1; i < times.size(); i++) {
      if (!(times.get(i) > times.get(i - 1))) {
        throw new IllegalArgumentException(
            "times of reference %s must increase strictly".formatted(name));
      }
    }
  }

  public double at(double time) {
    int last = times.size() - 1;
    if (time <= times.get(0)) {
      return values.get(0);
    }
    for (int i = 1; i <= last; i++) {
      if (time <= times.get(i)) {
        double share = (time - times.get(i - 1)) / (times.get(i) - times.get(i - 1));
        return values.get(i - 1) + share * (values.get(i) - values.get(i - 1));
      }
    }
    return values.get(last);
  }
}
