package io.biopilot.twin.ode;

import io.biopilot.twin.linalg.Vec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * x' = f(t, x), x(start) = initial, wanted up to end (which may lie before start).
 *
 * @param field f
 * @param start time of the initial state
 * @param initial finite, of the field's dimension
 * @param end last time
 * @param stops times to be hit exactly, sorted; those outside [start, end) have no effect
 * @param events conditions to be located
 * @param lower smallest value of each state (-∞: none); a step that ends below lower - absolute
 *     tolerance is rejected, nothing is ever clipped; of length 0 if no state is bounded
 */
public record InitialValueProblem(
    VectorField field,
    double start,
    Vec initial,
    double end,
    List<Stop> stops,
    List<Event> events,
    Vec lower) {

  public InitialValueProblem {
    stops = stops.stream().sorted(Comparator.comparingDouble(Stop::time)).toList();
    events = List.copyOf(events);
    int n = field.dimension();
    if (initial.size() != n) {
      throw new IllegalArgumentException(
          "the initial state has %d entries, the field has dimension %d"
              .formatted(initial.size(), n));
    }
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(initial.get(i))) {
        throw new IllegalArgumentException(
            "the initial state must be finite, entry %d is %s".formatted(i, initial.get(i)));
      }
    }
    if (!Double.isFinite(start) || !Double.isFinite(end)) {
      throw new IllegalArgumentException(
          "start and end must be finite, got %s and %s".formatted(start, end));
    }
    if (lower.size() != 0 && lower.size() != n) {
      throw new IllegalArgumentException(
          "%d lower bounds for %d states; give none, or one a state (-Infinity: free)"
              .formatted(lower.size(), n));
    }
    if (end < start) {
      for (Stop stop : stops) {
        if (stop.jump() != null && stop.time() > end && stop.time() <= start) {
          throw new IllegalArgumentException(
              "time runs backwards from %s to %s, but a jump at %s cannot be undone"
                  .formatted(start, end, stop.time()));
        }
      }
    }
  }

  /** A problem without stops, events or bounds. */
  public static InitialValueProblem of(VectorField field, double start, Vec initial, double end) {
    return new InitialValueProblem(field, start, initial, end, List.of(), List.of(), Vec.zeros(0));
  }

  /** This problem with more stops. */
  public InitialValueProblem withStops(List<Stop> more) {
    List<Stop> all = new ArrayList<>(stops);
    all.addAll(more);
    return new InitialValueProblem(field, start, initial, end, all, events, lower);
  }

  /** This problem with more events. */
  public InitialValueProblem withEvents(List<Event> more) {
    List<Event> all = new ArrayList<>(events);
    all.addAll(more);
    return new InitialValueProblem(field, start, initial, end, stops, all, lower);
  }

  /** This problem with lower bounds on the states. */
  public InitialValueProblem withLower(Vec bounds) {
    return new InitialValueProblem(field, start, initial, end, stops, events, bounds);
  }

  /** This problem with no state allowed below zero (less the absolute tolerance). */
  public InitialValueProblem nonNegative() {
    return withLower(Vec.zeros(field.dimension()));
  }
}
