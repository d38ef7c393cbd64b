package io.biopilot.agent.cli.optimize;

import io.biopilot.twin.linalg.Vec;
import java.util.List;

/**
 * One quantity over time.
 *
 * @param title its name and what it is
 * @param unit empty where it has none
 * @param form how it is drawn
 * @param times h, increasing; twice the same at a jump
 * @param values one a time; a stem's height
 * @param limits to draw with it
 * @param others the same quantity in other scenarios
 */
record Panel(
    String title,
    String unit,
    Form form,
    Vec times,
    Vec values,
    List<Line> limits,
    List<Curve> others) {
  Panel {
    others = List.copyOf(others);
    limits = List.copyOf(limits);
  }

  /** As {@code times} and {@code values}. */
  record Curve(Vec times, Vec values) {}

  /** Ways to draw. */
  enum Form {
    COURSE,
    STEPS,
    STEMS
  }

  /**
   * A limit.
   *
   * @param lower whether values must stay above it
   * @param soft whether it may be broken at a price
   * @param from first time at which it holds (h)
   * @param until last such time (h)
   * @param backOff how far inside the plan stays on purpose (unit)
   */
  record Line(
      double value, boolean lower, boolean soft, double from, double until, double backOff) {

    boolean breaks(double time, double at) {
      double slack = 1e-6 * Math.max(1.0, Math.abs(value));
      boolean holds = time >= from - 1e-9 && time <= until + 1e-9;
      return holds && (lower ? at < value - slack : at > value + slack);
    }
  }
}
