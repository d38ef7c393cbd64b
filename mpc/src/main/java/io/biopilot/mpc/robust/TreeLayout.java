package io.biopilot.mpc.robust;

import io.biopilot.mpc.nlp.StageShape;

/**
 * Where each scenario's variables, multipliers and limits stand in the tree.
 *
 * <p>Stage 0 is everybody's. A stage k below the robust horizon h holds the states of all scenarios
 * one after the other, then the common controls, and the rows of all scenarios; stage h + (k − h) S
 * + s of the tree is stage k ≥ h of scenario s.
 */
final class TreeLayout {

  private final StageShape chain;
  private final int scenarios;
  private final int horizon;
  private final StageShape shape;
  private final int[][] variables; // by scenario, in the order of its chain
  private final int[][] multipliers;
  private final int[][] rows;
  private final int[] scenarioOf; // by limit of the tree
  private final int[] ownLimit;

  TreeLayout(StageShape chain, int scenarios, int horizon) {
    this.chain = chain;
    this.scenarios = scenarios;
    this.horizon = Math.min(horizon, chain.stages());
    shape = tree();
    variables = new int[scenarios][chain.totalVariables()];
    multipliers = new int[scenarios][chain.totalStates()];
    rows = new int[scenarios][chain.totalRows()];
    int limits = shape.totalVariables() + shape.totalRows();
    scenarioOf = new int[limits];
    ownLimit = new int[limits];
    // Backwards, so that what is common belongs to the first.
    for (int s = scenarios - 1; s >= 0; s--) {
      for (int k = 0; k <= chain.stages(); k++) {
        place(k, s);
      }
      for (int i = 0; i < variables[s].length; i++) {
        scenarioOf[variables[s][i]] = s;
        ownLimit[variables[s][i]] = i;
      }
      for (int r = 0; r < rows[s].length; r++) {
        int limit = shape.totalVariables() + rows[s][r];
        scenarioOf[limit] = s;
        ownLimit[limit] = chain.totalVariables() + r;
      }
    }
  }

  private boolean stacked(int stage) {
    return stage > 0 && stage < horizon;
  }

  private StageShape tree() {
    int count = horizon + (chain.stages() + 1 - horizon) * scenarios;
    int[] parents = new int[count];
    int[] x = new int[count];
    int[] u = new int[count];
    int[] c = new int[count];
    for (int k = 0; k <= chain.stages(); k++) {
      int copies = stacked(k) ? scenarios : 1;
      for (int s = 0; s < scenarios; s++) {
        int at = node(k, s);
        parents[at] = k == 0 ? -1 : node(k - 1, s);
        x[at] = copies * chain.states(k);
        u[at] = chain.controls(k);
        c[at] = copies * chain.rows(k);
      }
    }
    return StageShape.tree(parents, x, u, c);
  }

  private void place(int k, int s) {
    int node = node(k, s);
    int copies = stacked(k) ? scenarios : 1;
    int before = stacked(k) ? s : 0; // scenarios that come first in the stage
    int nx = chain.states(k);
    for (int i = 0; i < chain.variables(k); i++) {
      int local = i < nx ? before * nx + i : (copies - 1) * nx + i;
      variables[s][chain.variableOffset(k) + i] = shape.variableOffset(node) + local;
    }
    for (int i = 0; i < nx; i++) {
      multipliers[s][chain.stateOffset(k) + i] = shape.stateOffset(node) + before * nx + i;
    }
    for (int r = 0; r < chain.rows(k); r++) {
      rows[s][chain.rowOffset(k) + r] = shape.rowOffset(node) + before * chain.rows(k) + r;
    }
  }

  StageShape shape() {
    return shape;
  }

  /** The tree's stage that holds a stage of a scenario. */
  int node(int stage, int scenario) {
    return stage < horizon ? stage : horizon + (stage - horizon) * scenarios + scenario;
  }

  /** Whether what is decided up to a stage is the same in every scenario. */
  boolean common(int stage) {
    return stage <= horizon && (stage < horizon || horizon == chain.stages());
  }

  /** Positions of a scenario's variables. */
  int[] variables(int scenario) {
    return variables[scenario];
  }

  /** Positions of a scenario's states among all states. */
  int[] states(int scenario) {
    return multipliers[scenario];
  }

  /** Positions of a scenario's rows. */
  int[] rows(int scenario) {
    return rows[scenario];
  }

  /** Position of a scenario's limit among the tree's. */
  int limit(int scenario, int own) {
    int variable = own - chain.totalVariables();
    return variable < 0
        ? variables[scenario][own]
        : shape.totalVariables() + rows[scenario][variable];
  }

  /** Where a variable of a scenario's stage stands in the tree's stage. */
  int column(int stage, int scenario, int variable) {
    int at = variables[scenario][chain.variableOffset(stage) + variable];
    return at - shape.variableOffset(node(stage, scenario));
  }

  /** How many states of other scenarios come before a scenario's in a stage. */
  int statesBefore(int stage, int scenario) {
    return stacked(stage) ? scenario * chain.states(stage) : 0;
  }

  int rowsBefore(int stage, int scenario) {
    return stacked(stage) ? scenario * chain.rows(stage) : 0;
  }

  /** Whether a scenario's stage stands in the tree as it is. */
  boolean plain(int stage) {
    return !stacked(stage);
  }

  int scenarioOf(int limit) {
    return scenarioOf[limit];
  }

  int ownLimit(int limit) {
    return ownLimit[limit];
  }
}
