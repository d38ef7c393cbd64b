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
 * input's range, or the present values held where the share is not a number. Doses are nothing, or
 * spread evenly over the places from a share of the horizon on.
 *
 * @param share of the range reached at the end
 * @param growth 1/h
 * @param dosing share of the horizon at which doses begin; 1 for none
 */
record Course(double share, double growth, double dosing) {

  /** Of what may be given in all, or at each place. */
  private static final double PART = 0.5;

  /** With patterns of doses only where a problem has doses. */
  static List<Course> all(boolean doses) {
    List<Course> courses = new ArrayList<>();
    for (double dosing : doses ? new double[] {1.0, 0.0, 0.5} : new double[] {1.0}) {
      courses.add(new Course(Double.NaN, 0.0, dosing));
      for (double share : new double[] {0.03, 0.1, 0.3}) {
        courses.add(new Course(share, 0.0, dosing));
      }
      for (double share : new double[] {0.2, 0.5, 1.0}) {
        for (double growth : new double[] {0.1, 0.2, 0.3}) {
          courses.add(new Course(share, growth, dosing));
        }
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
    dose(program, z);
  }

  private void dose(MultipleShooting program, double[] z) {
    Grid grid = program.grid();
    double start = grid.times().get(0);
    double first = start + dosing * (grid.times().get(grid.intervals()) - start);
    for (int k = 0; k < grid.intervals(); k++) {
      int at = program.doseAt(k);
      boolean early = grid.times().get(k) < first - 1e-9;
      for (Grid.Slot slot : grid.doses().get(k)) {
        if (slot.chosen()) {
          z[at++] = early || dosing >= 1.0 ? 0.0 : PART * slot.most();
        }
      }
    }
  }
}
