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
 * wanted(limit) = largest deviation of the limited quantity over the other scenarios under the same controls
 * margin ← margin + θ (wanted − margin)
 * </pre>
 *
 * <p>θ is 1 while that brings the margins closer to what is wanted, and is halved when it does not:
 * where a limit is broken at the start already, a plan with wide margins brakes early, wants narrow
 * ones, does not brake, wants wide ones, and so on. Cheaper than a {@link ScenarioTree} by the
 * number of scenarios and, since later moves may not react, more careful than one that parts.
 * Limits of controls stay. Where two margins leave no room, both sides meet in the middle.
 * Zero-order: margins are constants while a program is solved (Zanelli et al. 2021).
 */
public final class BackOff implements NonlinearProgram {

  private static final double LEAST_SHARE = 1.0 / 16.0;

  /** Largest change of a margin in a round, as a share of its limit. */
  private static final double MOST_STEP = 0.1;

  /** Size of a limit (its unit) below which changes count as if it were that large. */
  private static final double SMALL = 1e-3;

  private final NonlinearProgram nominal;
  private final List<? extends NonlinearProgram> others;
  private final StageShape shape;
  private final double[] below; // margins in force, by limit
  private final double[] above;
  private final double[] wantedBelow;
  private final double[] wantedAbove;
  private final double[] misses; // wanted minus in force as a share of the limit, both sides
  private final double[] lower; // the nominal program's limits
  private final double[] upper;
  private final double[] unused;
  private final double[] plan;
  private final double[] point;
  private final double[] rows;
  private final double[] nominalRows;
  private final double[] defect;
  private double share = 1.0;
  private boolean measured;

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
    wantedBelow = below.clone();
    wantedAbove = below.clone();
    misses = new double[2 * below.length];
    lower = below.clone();
    upper = below.clone();
    unused = below.clone();
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
   * @return how far the margins in force were from those that the plan wants, as a share of their
   *     limit; NaN where a scenario is not finite, whose margins stay
   */
  public double measure(double[] z) {
    Arrays.fill(wantedBelow, 0.0);
    Arrays.fill(wantedAbove, 0.0);
    System.arraycopy(z, 0, plan, 0, z.length);
    nominal.simulate(plan);
    double finite = nominal.value(plan, defect, nominalRows);
    for (NonlinearProgram other : others) {
      System.arraycopy(z, 0, point, 0, z.length);
      other.simulate(point);
      finite += other.value(point, defect, rows);
      for (int i = 0; i < point.length; i++) {
        want(i, point[i] - plan[i]);
      }
      for (int r = 0; r < rows.length; r++) {
        want(point.length + r, rows[r] - nominalRows[r]);
      }
    }
    if (!Double.isFinite(finite)) {
      return Double.NaN;
    }
    nominal.limitsInto(lower, upper, unused, unused);
    double change = relax();
    for (int i = 0; i < below.length; i++) {
      below[i] += step(wantedBelow[i] - below[i], lower[i]);
      above[i] += step(wantedAbove[i] - above[i], upper[i]);
    }
    return change;
  }

  /** Writes the misses of all margins and takes θ from them and those before. */
  private double relax() {
    double change = 0.0;
    double squares = 0.0;
    double product = 0.0;
    int limits = below.length;
    for (int i = 0; i < 2 * limits; i++) {
      double now =
          i < limits
              ? miss(wantedBelow[i] - below[i], lower[i])
              : miss(wantedAbove[i - limits] - above[i - limits], upper[i - limits]);
      double difference = now - misses[i];
      squares = Math.fma(difference, difference, squares);
      product = Math.fma(difference, misses[i], product);
      misses[i] = now;
      change = Math.max(change, Math.abs(now));
    }
    if (measured && squares > 0.0) {
      // Misses that grow the way they point have to be followed, not damped.
      double secant = product < 0.0 ? -share * product / squares : 1.0;
      share = Math.max(LEAST_SHARE, Math.min(1.0, secant));
    }
    measured = true;
    return change;
  }

  /** A plan far beyond a limit says little about the margin that one within it needs. */
  private double step(double difference, double limit) {
    double most = MOST_STEP * Math.max(SMALL, Math.abs(limit));
    return Math.max(-most, Math.min(most, share * difference));
  }

  private static double miss(double difference, double limit) {
    return Double.isInfinite(limit) ? 0.0 : difference / Math.max(SMALL, Math.abs(limit));
  }

  private void want(int limit, double deviation) {
    wantedBelow[limit] = Math.max(wantedBelow[limit], -deviation);
    wantedAbove[limit] = Math.max(wantedAbove[limit], deviation);
  }

  /** Margins in force on the lower sides, by limit (its unit); belongs to this object. */
  public double[] below() {
    return below;
  }

  /** Margins in force on the upper sides, by limit (its unit); belongs to this object. */
  public double[] above() {
    return above;
  }

  /**
   * Begins with margins, e.g. those of an earlier plan, and with θ = 1.
   *
   * @param lowerSides by limit (its unit), not below 0; copied
   * @param upperSides the same
   */
  public void begin(double[] lowerSides, double[] upperSides) {
    System.arraycopy(lowerSides, 0, below, 0, below.length);
    System.arraycopy(upperSides, 0, above, 0, above.length);
    share = 1.0;
    measured = false;
  }

  /** How far each limit is tightened (its unit): the wider of its sides that exist. */
  public double[] margins() {
    nominal.limitsInto(lower, upper, unused, unused);
    double[] margins = new double[below.length];
    for (int i = 0; i < margins.length; i++) {
      margins[i] =
          Math.max(
              Double.isInfinite(lower[i]) ? 0.0 : below[i],
              Double.isInfinite(upper[i]) ? 0.0 : above[i]);
    }
    return margins;
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
