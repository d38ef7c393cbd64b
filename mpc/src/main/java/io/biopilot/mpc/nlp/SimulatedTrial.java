package io.biopilot.mpc.nlp;

/**
 * Where a step leads if only its controls are taken and the states follow by simulation; and the
 * second-order correction of a step whose limits were bent by the dynamics (Fletcher 1987, §14.4).
 * One thread; allocates at construction only.
 */
final class SimulatedTrial {

  private final NonlinearProgram program;
  private final Merit merit;
  private final StepModel model;
  private final double relaxPrice;
  private final double[] defect;
  private final double[] rows;
  private final double[] linearRows;

  /** The point, after {@link #merit}. */
  final double[] point;

  /** Its objective. */
  double objective;

  SimulatedTrial(NonlinearProgram program, Merit merit, StepModel model, double relaxPrice) {
    this.program = program;
    this.merit = merit;
    this.model = model;
    this.relaxPrice = relaxPrice;
    StageShape shape = program.shape();
    point = new double[shape.totalVariables()];
    defect = new double[shape.totalStates()];
    rows = new double[shape.totalRows()];
    linearRows = new double[shape.totalRows()];
  }

  /** Objective and price of all broken limits after the step from z. */
  double merit(double[] z, double[] step) {
    for (int i = 0; i < z.length; i++) {
      point[i] = z[i] + step[i];
    }
    program.simulate(point);
    objective = program.value(point, defect, rows);
    merit.measure(objective, point, defect, rows);
    return merit.phi() + relaxPrice * merit.theta();
  }

  /**
   * Moves the quadratic program's limits by what the linear model missed at the last point, so that
   * its next solution keeps them there. Controls are exact and keep theirs.
   *
   * @param z where the step began
   * @param rowsThere values of the rows at z
   */
  void correct(StageQp qp, double[] z, double[] step, double[] rowsThere) {
    model.rowsInto(rowsThere, linearRows);
    double[] lower = qp.lower();
    double[] upper = qp.upper();
    for (int i = 0; i < lower.length; i++) {
      double missed =
          i < z.length ? point[i] - z[i] - step[i] : rows[i - z.length] - linearRows[i - z.length];
      lower[i] -= missed;
      upper[i] -= missed;
    }
  }
}
