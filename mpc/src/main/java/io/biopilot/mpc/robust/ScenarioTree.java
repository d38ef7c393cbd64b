package io.biopilot.mpc.robust;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;
import java.util.List;

/**
 * Several scenarios as one program: the first moves are common, then each scenario goes its own way
 * with its own later moves (which the future may still choose when it knows the parameters better).
 *
 * <pre>
 * min Σₛ ωₛ lₛ(zₛ)   with x₀ and u₀ … u_{h−1} the same for all s, limits kept by every s
 * </pre>
 *
 * <p>With a robust horizon h of all moves the plan is one course of the inputs that keeps every
 * limit in every scenario. {@link TreeLayout} says where things stand. Prices of soft limits are
 * weighted like the costs; what limits common moves alone counts once. Source: Lucia, Finkler and
 * Engell 2013.
 */
public final class ScenarioTree implements NonlinearProgram {

  private final List<? extends NonlinearProgram> scenarios;
  private final double[] weights;
  private final double total;
  private final StageShape chain;
  private final StageShape shape;
  private final TreeLayout layout;
  private final StageQp[] branches; // linearisation of each scenario alone
  private final Point[] points;
  private final boolean[][] repeated; // limits that another scenario's stand for

  /** A scenario's share of flat vectors, in the order of its own chain. */
  private static final class Point {
    final double[] z;
    final double[] states;
    final double[] rows;

    Point(StageShape chain) {
      z = new double[chain.totalVariables()];
      states = new double[chain.totalStates()];
      rows = new double[chain.totalRows()];
    }
  }

  /** Common are the start and the first move. */
  public ScenarioTree(List<? extends NonlinearProgram> scenarios, Vec weights) {
    this(scenarios, weights, 1);
  }

  /**
   * @param scenarios programs of the same shape; the first one says what holds for what is common
   * @param weights ω, positive, one a scenario
   * @param horizon h, number of common moves, at least 1; more than there are means all
   */
  public ScenarioTree(List<? extends NonlinearProgram> scenarios, Vec weights, int horizon) {
    this.scenarios = List.copyOf(scenarios);
    this.weights = weights.toArray();
    if (scenarios.isEmpty() || weights.size() != scenarios.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d scenarios".formatted(weights.size(), scenarios.size()));
    }
    if (horizon < 1) {
      throw new IllegalArgumentException(
          "scenarios share the first move at least, not %d moves".formatted(horizon));
    }
    chain = scenarios.get(0).shape();
    branches = new StageQp[scenarios.size()];
    points = new Point[scenarios.size()];
    double sum = 0.0;
    for (int s = 0; s < branches.length; s++) {
      if (!scenarios.get(s).shape().equals(chain)) {
        throw new IllegalArgumentException("scenario %d has another shape".formatted(s));
      }
      if (!(weights.get(s) > 0.0)) {
        throw new IllegalArgumentException(
            "weight %s of scenario %d must be positive".formatted(weights.get(s), s));
      }
      branches[s] = new StageQp(chain);
      points[s] = new Point(chain);
      sum += weights.get(s);
    }
    total = sum;
    layout = new TreeLayout(chain, branches.length, horizon);
    shape = layout.shape();
    repeated = new boolean[branches.length][chain.totalVariables() + chain.totalRows()];
    for (int s = 1; s < branches.length; s++) {
      for (int k = 1; k <= chain.stages(); k++) {
        markRepeated(k, s);
      }
    }
  }

  /** Limits that may not be relaxed are about what is decided, not about what comes of it. */
  private void markRepeated(int k, int s) {
    NonlinearProgram scenario = scenarios.get(s);
    int from = chain.variableOffset(k);
    for (int i = from; i < from + chain.states(k) && layout.common(k); i++) {
      repeated[s][i] = !scenario.mayRelax(i);
    }
    for (int r = 0; r < chain.rows(k) && layout.common(k); r++) {
      int at = branches[s].limitOfRow(k, r);
      repeated[s][at] = !scenario.mayRelax(at);
    }
  }

  /** The tree's stage that holds a stage of a scenario. */
  public int node(int stage, int scenario) {
    return layout.node(stage, scenario);
  }

  public int scenarioCount() {
    return branches.length;
  }

  /** The scenario that a limit of the tree belongs to; the first one for what is common. */
  public int scenarioOf(int limit) {
    return layout.scenarioOf(limit);
  }

  /** A limit of the tree as a limit of its scenario's own program. */
  public int ownLimit(int limit) {
    return layout.ownLimit(limit);
  }

  /** A scenario's own program as it was linearised last. */
  public StageQp linearisation(int scenario) {
    return branches[scenario];
  }

  /** own ← the variables of a scenario, in the order of its own program. */
  public void variablesInto(double[] z, int scenario, double[] own) {
    int[] at = layout.variables(scenario);
    for (int i = 0; i < at.length; i++) {
      own[i] = z[at[i]];
    }
  }

  /** z ← the variables of a scenario's own program; what is common is overwritten. */
  public void variablesFrom(double[] own, int scenario, double[] z) {
    int[] at = layout.variables(scenario);
    for (int i = 0; i < at.length; i++) {
      z[at[i]] = own[i];
    }
  }

  /** own ← multipliers of a scenario's transitions, in the unit of its own objective. */
  public void multipliersInto(double[] multipliers, int scenario, double[] own) {
    int[] at = layout.states(scenario);
    for (int i = 0; i < at.length; i++) {
      own[i] = multipliers[at[i]] / weights[scenario];
    }
  }

  /** The reverse of {@link #multipliersInto}. */
  public void multipliersFrom(double[] own, int scenario, double[] multipliers) {
    int[] at = layout.states(scenario);
    for (int i = 0; i < at.length; i++) {
      multipliers[at[i]] = weights[scenario] * own[i];
    }
  }

  @Override
  public StageShape shape() {
    return shape;
  }

  @Override
  public void limitsInto(double[] lower, double[] upper, double[] linear, double[] quadratic) {
    // Backwards, so that the first scenario has the last word on what is common.
    for (int s = branches.length - 1; s >= 0; s--) {
      StageQp own = branches[s];
      scenarios.get(s).limitsInto(own.lower(), own.upper(), own.linear(), own.quadratic());
      for (int i = 0; i < own.lower().length; i++) {
        int to = layout.limit(s, i);
        if (repeated[s][i]) {
          lower[to] = Double.NEGATIVE_INFINITY;
          upper[to] = Double.POSITIVE_INFINITY;
          linear[to] = Double.POSITIVE_INFINITY;
          quadratic[to] = 0.0;
          continue;
        }
        double share = first(i) ? total : weights[s];
        lower[to] = own.lower()[i];
        upper[to] = own.upper()[i];
        linear[to] = share * own.linear()[i];
        quadratic[to] = share * own.quadratic()[i];
      }
    }
  }

  /** Whether a scenario's limit is one of its first stage, which all share. */
  private boolean first(int own) {
    int row = own - chain.totalVariables();
    return row < 0 ? own < chain.variables(0) : row < chain.rows(0);
  }

  @Override
  public boolean mayRelax(int limit) {
    return scenarios.get(layout.scenarioOf(limit)).mayRelax(layout.ownLimit(limit));
  }

  @Override
  public void initialInto(double[] x0) {
    scenarios.get(0).initialInto(x0);
  }

  @Override
  public void simulate(double[] z) {
    for (int s = 0; s < branches.length; s++) {
      variablesInto(z, s, points[s].z);
      scenarios.get(s).simulate(points[s].z);
      variablesFrom(points[s].z, s, z);
    }
  }

  private void scatter(int s, double[] defect, double[] rows) {
    int[] states = layout.states(s);
    for (int i = 0; i < states.length; i++) {
      defect[states[i]] = points[s].states[i];
    }
    int[] at = layout.rows(s);
    for (int r = 0; r < at.length; r++) {
      rows[at[r]] = points[s].rows[r];
    }
  }

  @Override
  public double value(double[] z, double[] defect, double[] rows) {
    double sum = 0.0;
    for (int s = branches.length - 1; s >= 0; s--) {
      variablesInto(z, s, points[s].z);
      sum += weights[s] * scenarios.get(s).value(points[s].z, points[s].states, points[s].rows);
      scatter(s, defect, rows);
    }
    return sum;
  }

  @Override
  public double linearise(double[] z, double[] defect, double[] rows, StageQp qp) {
    double sum = 0.0;
    for (int node = 0; node <= shape.stages(); node++) {
      Arrays.fill(qp.gradient(node), 0.0);
    }
    for (int s = branches.length - 1; s >= 0; s--) {
      variablesInto(z, s, points[s].z);
      Point point = points[s];
      sum +=
          weights[s] * scenarios.get(s).linearise(point.z, point.states, point.rows, branches[s]);
      scatter(s, defect, rows);
      for (int k = 0; k <= chain.stages(); k++) {
        place(k, s, qp);
      }
    }
    return sum;
  }

  /** A scenario's linearised stage, put where it stands in the tree. */
  private void place(int k, int s, StageQp qp) {
    StageQp own = branches[s];
    int node = layout.node(k, s);
    if (k > 0) {
      int before = layout.statesBefore(k, s);
      block(own.transition(k - 1), k - 1, s, before, qp.transition(node - 1));
      System.arraycopy(own.offset(k - 1), 0, qp.offset(node - 1), before, chain.states(k));
    }
    block(own.rows(k), k, s, layout.rowsBefore(k, s), qp.rows(node));
    double[] gradient = qp.gradient(node);
    for (int i = 0; i < chain.variables(k); i++) {
      int to = layout.column(k, s, i);
      gradient[to] = Math.fma(weights[s], own.gradient(k)[i], gradient[to]);
    }
  }

  /** Rows over the variables of a stage, from a row of the tree's matrix on. */
  private void block(double[] from, int stage, int s, int firstRow, double[] to) {
    int own = chain.leading(stage);
    int leading = shape.leading(layout.node(stage, s));
    int count = from.length / Math.max(1, own);
    if (layout.plain(stage)) {
      System.arraycopy(from, 0, to, firstRow * leading, count * own);
      return;
    }
    for (int j = 0; j < chain.variables(stage); j++) {
      int column = layout.column(stage, s, j);
      for (int i = 0; i < count; i++) {
        to[(firstRow + i) * leading + column] = from[i * own + j];
      }
    }
  }

  @Override
  public void curvature(
      double[] z, double[] multipliers, double[] rowPrices, Curvature kind, StageQp qp) {
    for (int node = 0; node <= shape.stages(); node++) {
      Arrays.fill(qp.hessian(node), 0.0);
    }
    for (int s = 0; s < branches.length; s++) {
      variablesInto(z, s, points[s].z);
      pricesOf(s, multipliers, rowPrices);
      Point point = points[s];
      scenarios.get(s).curvature(point.z, point.states, point.rows, kind, branches[s]);
      for (int k = 0; k <= chain.stages(); k++) {
        addHessian(k, s, qp.hessian(layout.node(k, s)));
      }
    }
  }

  private void addHessian(int k, int s, double[] target) {
    double[] own = branches[s].hessian(k);
    int from = chain.leading(k);
    int to = shape.leading(layout.node(k, s));
    for (int i = 0; i < chain.variables(k); i++) {
      int row = layout.column(k, s, i) * to;
      for (int j = 0; j <= i; j++) {
        int at = row + layout.column(k, s, j);
        target[at] = Math.fma(weights[s], own[i * from + j], target[at]);
      }
    }
  }

  /** Multipliers in units of the scenario's own objective; the first stage's rows count once. */
  private void pricesOf(int s, double[] multipliers, double[] rowPrices) {
    multipliersInto(multipliers, s, points[s].states);
    int[] at = layout.rows(s);
    for (int r = 0; r < at.length; r++) {
      boolean elsewhere = s > 0 && r < chain.rows(0);
      points[s].rows[r] = elsewhere ? 0.0 : rowPrices[at[r]] / weights[s];
    }
  }
}
