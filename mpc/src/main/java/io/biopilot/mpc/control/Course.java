package io.biopilot.mpc.control;

import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Start;
import java.util.ArrayList;
import java.util.List;

/**
 * A simple course of all inputs to begin a search from: share · exp(growth · (t − end)) of each
 * input's range, or the present values held where the share is not a number.
 *
 * @param share of the range reached at the end
 * @param growth 1/h
 */
record Course(double share, double growth) {

  static List<Course> all() {
    List<Course> courses = new ArrayList<>();
    courses.add(new Course(Double.NaN, 0.0));
    for (double share : new double[] {0.03, 0.1, 0.3}) {
      courses.add(new Course(share, 0.0));
    }
    for (double share : new double[] {0.2, 0.5, 1.0}) {
      for (double growth : new double[] {0.1, 0.2, 0.3}) {
        courses.add(new Course(share, growth));
      }
    }
    return courses;
  }

  void into(MultipleShooting program, OptimalControlProblem problem, Start start, double[] z) {
    Grid grid = program.grid();
    double end = grid.times().get(grid.intervals());
    for (int k = 0; k < grid.intervals(); k++) {
      double part = share * Math.exp(growth * (grid.times().get(k) - end));
      for (InputLimit limit : problem.inputs()) {
        double lower = limit.lower().value();
        double range = limit.upper().value() - lower;
        double present = start.previous().get(limit.input());
        boolean held = limit.held() || Double.isNaN(share);
        z[program.inputAt(k) + limit.input()] = held ? present : lower + part * range;
      }
    }
    program.stretch(z);
  }
}
