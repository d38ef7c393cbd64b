package io.biopilot.mpc.robust;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.nlp.StageShape;
import io.biopilot.twin.linalg.Vec;
import java.util.Arrays;
import java.util.List;

/**
 * Several scenarios as one program: the first stage is common, then each scenario goes its own way
 * with its own later moves (which the future may still choose when it knows the parameters better).
 *
 * <pre>
 * min Σₛ ωₛ lₛ(zₛ)   with x₀ and u₀ the same for all s, limits kept by every s
 * </pre>
 *
 * <p>Stage 1 + (k − 1) S + s of the tree is stage k of scenario s; stage 0 is everybody's. Prices
 * of soft limits are weighted like the costs. Source: Lucia, Finkler and Engell 2013 (robust
 * horizon 1).
 */
public final class ScenarioTree implements NonlinearProgram {

  private final List<? extends NonlinearProgram> scenarios;
  private final double[] weights;
  private final StageShape chain;
  private final StageShape shape;
  private final StageQp[] branches; // linearisation of each scenario alone
  private final Point[] points;

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

  /**
   * @param scenarios programs of the same shape; the first one says what holds for the common start
   * @param weights ω, positive, one a scenario
   */
  public ScenarioTree(List<? extends NonlinearProgram> scenarios, Vec weights) {
    this.scenarios = List.copyOf(scenarios);
    this.weights = weights.toArray();
    if (scenarios.isEmpty() || weights.size() != scenarios.size()) {
      throw new IllegalArgumentException(
          "%d weights for %d scenarios".formatted(weights.size(), scenarios.size()));
    }
    chain = scenarios.get(0).shape();
    branches = new StageQp[scenarios.size()];
    points = new Point[scenarios.size()];
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
    }
    shape = tree();
  }

  private StageShape tree() {
    int count = 1 + chain.stages() * branches.length;
    int[] parents = new int[count];
    int[] states = new int[count];
    int[] controls = new int[count];
    int[] rows = new int[count];
    for (int k = 0; k <= chain.stages(); k++) {
      for (int s = 0; s < branches.length; s++) {
        int at = node(k, s);
        parents[at] = k == 0 ? -1 : node(k - 1, s);
        states[at] = chain.states(k);
        controls[at] = chain.controls(k);
        rows[at] = chain.rows(k);
      }
    }
    return StageShape.tree(parents, states, controls, rows);
  }

  /** The tree's stage that is a scenario's stage. */
  public int node(int stage, int scenario) {
    return stage == 0 ? 0 : 1 + (stage - 1) * branches.length + scenario;
  }

  public int scenarioCount() {
    return branches.length;
  }

  @Override
  public StageShape shape() {
    return shape;
  }

  @Override
  public void limitsInto(double[] lower, double[] upper, double[] linear, double[] quadratic) {
    // Backwards, so that the first scenario has the last word at the common stage.
    for (int s = branches.length - 1; s >= 0; s--) {
      StageQp own = branches[s];
      scenarios.get(s).limitsInto(own.lower(), own.upper(), own.linear(), own.quadratic());
      for (int k = 0; k <= chain.stages(); k++) {
        int node = node(k, s);
        double share = k == 0 ? 1.0 : weights[s];
        int from = chain.variableOffset(k);
        int at = shape.variableOffset(node);
        for (int part = 0; part < 2; part++) {
          int count = part == 0 ? chain.variables(k) : chain.rows(k);
          scale(1.0, own.lower(), from, lower, at, count);
          scale(1.0, own.upper(), from, upper, at, count);
          scale(share, own.linear(), from, linear, at, count);
          scale(share, own.quadratic(), from, quadratic, at, count);
          from = own.limitOfRow(k, 0);
          at = shape.totalVariables() + shape.rowOffset(node);
        }
      }
    }
  }

  private static void scale(
      double factor, double[] from, int start, double[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      to[at + i] = factor * from[start + i];
    }
  }

  @Override
  public boolean mayRelax(int limit) {
    boolean row = limit >= shape.totalVariables();
    int at = row ? limit - shape.totalVariables() : limit;
    int node = 0;
    while ((row ? shape.rowOffset(node + 1) : shape.variableOffset(node + 1)) <= at) {
      node++;
    }
    int scenario = node == 0 ? 0 : (node - 1) % branches.length;
    int stage = node == 0 ? 0 : 1 + (node - 1) / branches.length;
    int own =
        row
            ? branches[scenario].limitOfRow(stage, at - shape.rowOffset(node))
            : chain.variableOffset(stage) + at - shape.variableOffset(node);
    return scenarios.get(scenario).mayRelax(own);
  }

  @Override
  public void initialInto(double[] x0) {
    scenarios.get(0).initialInto(x0);
  }

  @Override
  public void simulate(double[] z) {
    for (int s = 0; s < branches.length; s++) {
      gather(z, s);
      scenarios.get(s).simulate(points[s].z);
      for (int k = 0; k <= chain.stages(); k++) {
        int at = shape.variableOffset(node(k, s));
        System.arraycopy(points[s].z, chain.variableOffset(k), z, at, chain.states(k));
      }
    }
  }

  private void gather(double[] z, int s) {
    for (int k = 0; k <= chain.stages(); k++) {
      int from = shape.variableOffset(node(k, s));
      System.arraycopy(z, from, points[s].z, chain.variableOffset(k), chain.variables(k));
    }
  }

  private void scatter(int s, double[] defect, double[] rows) {
    for (int k = 0; k <= chain.stages(); k++) {
      int node = node(k, s);
      int from = chain.stateOffset(k);
      System.arraycopy(points[s].states, from, defect, shape.stateOffset(node), chain.states(k));
      from = chain.rowOffset(k);
      System.arraycopy(points[s].rows, from, rows, shape.rowOffset(node), chain.rows(k));
    }
  }

  @Override
  public double value(double[] z, double[] defect, double[] rows) {
    double sum = 0.0;
    for (int s = branches.length - 1; s >= 0; s--) {
      gather(z, s);
      Point point = points[s];
      sum += weights[s] * scenarios.get(s).value(point.z, point.states, point.rows);
      scatter(s, defect, rows);
    }
    return sum;
  }

  @Override
  public double linearise(double[] z, double[] defect, double[] rows, StageQp qp) {
    double sum = 0.0;
    Arrays.fill(qp.gradient(0), 0.0);
    for (int s = branches.length - 1; s >= 0; s--) {
      gather(z, s);
      Point point = points[s];
      StageQp own = branches[s];
      sum += weights[s] * scenarios.get(s).linearise(point.z, point.states, point.rows, own);
      scatter(s, defect, rows);
      for (int k = 0; k <= chain.stages(); k++) {
        int node = node(k, s);
        if (k > 0) {
          copy(own.transition(k - 1), qp.transition(node - 1));
          copy(own.offset(k - 1), qp.offset(node - 1));
          Arrays.fill(qp.gradient(node), 0.0);
        }
        add(weights[s], own.gradient(k), qp.gradient(node));
        copy(own.rows(k), qp.rows(node));
      }
    }
    return sum;
  }

  @Override
  public void curvature(
      double[] z, double[] multipliers, double[] rowPrices, Curvature kind, StageQp qp) {
    Arrays.fill(qp.hessian(0), 0.0);
    for (int s = 0; s < branches.length; s++) {
      gather(z, s);
      pricesOf(s, multipliers, rowPrices);
      Point point = points[s];
      scenarios.get(s).curvature(point.z, point.states, point.rows, kind, branches[s]);
      for (int k = 0; k <= chain.stages(); k++) {
        double[] target = qp.hessian(node(k, s));
        if (k > 0) {
          Arrays.fill(target, 0.0);
        }
        add(weights[s], branches[s].hessian(k), target);
      }
    }
  }

  /** Multipliers in units of the scenario's own objective; common rows count in the first one. */
  private void pricesOf(int s, double[] multipliers, double[] rowPrices) {
    double scale = 1.0 / weights[s];
    for (int k = 0; k <= chain.stages(); k++) {
      int node = node(k, s);
      for (int i = 0; i < chain.states(k); i++) {
        points[s].states[chain.stateOffset(k) + i] =
            scale * multipliers[shape.stateOffset(node) + i];
      }
      for (int r = 0; r < chain.rows(k); r++) {
        double price = k == 0 && s > 0 ? 0.0 : rowPrices[shape.rowOffset(node) + r];
        points[s].rows[chain.rowOffset(k) + r] = scale * price;
      }
    }
  }

  private static void copy(double[] from, double[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i] = Math.fma(factor, from[i], to[i]);
    }
  }
}
