package io.biopilot.mpc.control;

import io.biopilot.twin.linalg.Vec;
import java.util.List;
import java.util.Map;

/**
 * A plan judged by integrating it again with an adaptive method: what its course really is, what
 * the goal's costs come to, and how far each limit is away, also between the plan's nodes.
 */
public sealed interface PlanCheck {

  /**
   * The course of the plan.
   *
   * @param course increasing in time; two points at a dose, before and after it
   * @param costs what each cost comes to with its weight, by name; prices of moves as {@code moves}
   * @param deviation largest difference between the plan's states at its nodes and the course, as a
   *     share of the state's range (or of 1e-6 if that is less)
   * @param margins of every limit on states and formulas
   */
  record Course(
      List<Point> course, Map<String, Double> costs, double deviation, List<Margin> margins)
      implements PlanCheck {
    public Course {
      course = List.copyOf(course);
      costs = Map.copyOf(costs);
      margins = List.copyOf(margins);
    }

    /** The sum of the costs, without the prices of broken soft limits. */
    public double objective() {
      return costs.values().stream().mapToDouble(cost -> cost).sum();
    }
  }

  /**
   * The course could not be integrated.
   *
   * @param reason in words
   */
  record Broken(String reason) implements PlanCheck {}

  /**
   * @param time h since batch start
   * @param doses amounts that are given at this time, by impulse; zero behind the dose
   */
  record Point(double time, Vec state, Vec inputs, Vec doses) {}

  /**
   * One side of a limit.
   *
   * @param name of the limit
   * @param state index of the state it limits; -1 for a formula
   * @param unit of its value
   * @param lower whether it is a lower one
   * @param limit as declared, without its margin (unit)
   * @param backOff the margin that the plan keeps on purpose (unit)
   * @param soft whether it may be broken at a price
   * @param distances from the limit at each point of the course (unit), negative where it is
   *     broken; NaN where it does not hold
   */
  record Margin(
      String name,
      int state,
      String unit,
      boolean lower,
      double limit,
      double backOff,
      boolean soft,
      Vec distances) {

    /** Index of the point with the smallest distance; -1 if it never holds. */
    public int tightest() {
      int least = -1;
      for (int i = 0; i < distances.size(); i++) {
        double distance = distances.get(i);
        if (!Double.isNaN(distance) && (least < 0 || distance < distances.get(least))) {
          least = i;
        }
      }
      return least;
    }
  }
}
