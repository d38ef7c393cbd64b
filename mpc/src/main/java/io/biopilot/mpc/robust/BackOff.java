package io.biopilot.mpc.robust;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageShape;
import java.util.Arrays;
import java.util.List;

/**
 * A nominal program whose limits are tightened by what other parameters would make of its plan:
 * solve, {@link #measure} the plan, solve again until the margins stand still.
 *
 * <pre>
 * margin(limit) = largest deviation of the limited quantity over the other scenarios under the same controls
 * </pre>
 *
 * <p>Cheaper than a {@link ScenarioTree} by the number of scenarios and, since later moves may not
 * react, more careful. Limits of controls stay. Where two margins leave no room, both sides meet in
 * the middle. Zero-order: margins are constants while a program is solved (Zanelli et al. 2021).
 */
public final class BackOff implements NonlinearProgram {

  private final NonlinearProgram nominal;
  private final List<? extends NonlinearProgram> others;
  private final StageShape shape;
  private final double[] below; // margins by limit
  private final double[] above;
  private final double[] lastBelow;
  private final double[] lastAbove;
  private final double[] plan;
  private final double[] point;
  private final double[] rows;
  private final double[] nominalRows;
  private final double[] defect;

  /**
   * @param others programs of the nominal one's shape, each with other parameters
   */
  public BackOff(NonlinearProgram nominal, List<? extends NonlinearProgram> others) {
    this.nominal = nominal;
    this.others = List.copyOf(others);
    shape = nominal.shape();
    for (NonlinearProgram other : others) {
      if (!other.shape().equals(shape)) {
        throw new IllegalArgumentException("a scenario has another shape than the nominal program");
      }
    }
    below = new double[shape.totalVariables() + shape.totalRows()];
    above = below.clone();
    lastBelow = below.clone();
    lastAbove = below.clone();
    plan = new double[shape.totalVariables()];
    point = plan.clone();
    rows = new double[shape.totalRows()];
    nominalRows = rows.clone();
    defect = new double[shape.totalStates()];
  }

  /**
   * Takes the margins of the next solve from a plan.
   *
   * @param z its controls count; states are simulated
   * @return largest change of a margin; NaN where a scenario is not finite, whose margins stay
   */
  public double measure(double[] z) {
    System.arraycopy(below, 0, lastBelow, 0, below.length);
    System.arraycopy(above, 0, lastAbove, 0, above.length);
    Arrays.fill(below, 0.0);
    Arrays.fill(above, 0.0);
    System.arraycopy(z, 0, plan, 0, z.length);
    nominal.simulate(plan);
    double finite = nominal.value(plan, defect, nominalRows);
    for (NonlinearProgram other : others) {
      System.arraycopy(z, 0, point, 0, z.length);
      other.simulate(point);
      finite += other.value(point, defect, rows);
      for (int i = 0; i < point.length; i++) {
        widen(i, point[i] - plan[i]);
      }
      for (int r = 0; r < rows.length; r++) {
        widen(point.length + r, rows[r] - nominalRows[r]);
      }
    }
    if (!Double.isFinite(finite)) {
      System.arraycopy(lastBelow, 0, below, 0, below.length);
      System.arraycopy(lastAbove, 0, above, 0, above.length);
      return Double.NaN;
    }
    double change = 0.0;
    for (int i = 0; i < below.length; i++) {
      change = Math.max(change, Math.abs(below[i] - lastBelow[i]));
      change = Math.max(change, Math.abs(above[i] - lastAbove[i]));
    }
    return change;
  }

  private void widen(int limit, double deviation) {
    below[limit] = Math.max(below[limit], -deviation);
    above[limit] = Math.max(above[limit], deviation);
  }

  @Override
  public StageShape shape() {
    return shape;
  }

  @Override
  public void limitsInto(double[] lower, double[] upper, double[] linear, double[] quadratic) {
    nominal.limitsInto(lower, upper, linear, quadratic);
    for (int i = 0; i < below.length; i++) {
      double low = lower[i] + below[i];
      double high = upper[i] - above[i];
      if (low > high) {
        low = 0.5 * (low + high);
        high = low;
      }
      lower[i] = low;
      upper[i] = high;
    }
  }

  @Override
  public boolean mayRelax(int limit) {
    return nominal.mayRelax(limit);
  }

  @Override
  public void initialInto(double[] x0) {
    nominal.initialInto(x0);
  }

  @Override
  public void simulate(double[] z) {
    nominal.simulate(z);
  }

  @Override
  public double value(double[] z, double[] defect, double[] rows) {
    return nominal.value(z, defect, rows);
  }

  @Override
  public double linearise(double[] z, double[] defect, double[] rows, StageQp qp) {
    return nominal.linearise(z, defect, rows, qp);
  }

  @Override
  public void curvature(
      double[] z, double[] multipliers, double[] rowPrices, Curvature kind, StageQp qp) {
    nominal.curvature(z, multipliers, rowPrices, kind, qp);
  }
}
