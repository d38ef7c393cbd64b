package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.robust.BackOff;
import io.biopilot.mpc.robust.ScenarioTree;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.Limits;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a plan solves: a program for the model as it stands and one for each scenario besides, and
 * the program that stands for all of them. Without scenarios all three are the same.
 */
final class Programs {

  private final List<MultipleShooting> each = new ArrayList<>();
  private final NonlinearProgram whole;
  private final @Nullable ScenarioTree tree;
  private final @Nullable BackOff backOff;

  Programs(
      OptimalControlProblem problem,
      Model model,
      PlanSettings settings,
      Values values,
      Grid grid,
      Start start) {
    Robustness robustness = settings.robustness();
    List<Double> weights = new ArrayList<>();
    for (Vec parameters : parameters(robustness, model)) {
      each.add(
          new MultipleShooting(
              problem, model.process(), parameters, settings.scheme(), grid, values, start));
    }
    robustness.scenarios().forEach(scenario -> weights.add(scenario.weight()));
    if (robustness instanceof Robustness.Tree shared) {
      weights.add(0, shared.nominal());
      double sum = weights.stream().mapToDouble(w -> w).sum();
      Vec shares = Vec.of(weights.stream().mapToDouble(w -> w / sum).toArray());
      tree = new ScenarioTree(each, shares, shared.horizon());
      backOff = null;
      whole = tree;
    } else if (robustness instanceof Robustness.Tightened) {
      tree = null;
      backOff = new BackOff(each.get(0), each.subList(1, each.size()));
      whole = backOff;
    } else {
      tree = null;
      backOff = null;
      whole = each.get(0);
    }
  }

  /** Parameters of the model as it stands, then of each scenario. */
  static List<Vec> parameters(Robustness robustness, Model model) {
    List<Vec> all = new ArrayList<>();
    all.add(model.parameters());
    for (Scenario scenario : robustness.scenarios()) {
      all.add(scenario.of(model.process().schema().parameters(), model.parameters()));
    }
    return all;
  }

  NonlinearProgram whole() {
    return whole;
  }

  /** Of the model as it stands. */
  MultipleShooting nominal() {
    return each.get(0);
  }

  /** How many there are, the model as it stands counted. */
  int count() {
    return each.size();
  }

  @Nullable BackOff backOff() {
    return backOff;
  }

  /** Whether every scenario has a point of its own among the variables. */
  boolean apart() {
    return tree != null;
  }

  /** The point of a scenario in its own program, at the variables of the whole. */
  double[] point(double[] z, int scenario) {
    if (tree != null) {
      double[] own = new double[nominal().shape().totalVariables()];
      tree.variablesInto(z, scenario, own);
      return own;
    }
    if (scenario == 0) {
      return z;
    }
    double[] own = z.clone();
    each.get(scenario).simulate(own);
    return own;
  }

  /** z ← what a scenario's own point says about it. */
  void take(double[] own, int scenario, double[] z) {
    if (tree != null) {
      tree.variablesFrom(own, scenario, z);
    } else if (own != z) {
      System.arraycopy(own, 0, z, 0, z.length);
    }
  }

  /** Multipliers of a scenario's transitions, out of those of the whole. */
  double[] multipliers(double[] all, int scenario) {
    if (tree == null) {
      return all;
    }
    double[] own = new double[nominal().shape().totalStates()];
    tree.multipliersInto(all, scenario, own);
    return own;
  }

  /** all ← multipliers of a scenario's transitions. */
  void takeMultipliers(double[] own, int scenario, double[] all) {
    if (tree != null) {
      tree.multipliersFrom(own, scenario, all);
    } else {
      System.arraycopy(own, 0, all, 0, all.length);
    }
  }

  /** What a limit of the whole stands for. */
  Limits.Meaning meaning(int limit) {
    return nominal().meaning(tree == null ? limit : tree.ownLimit(limit));
  }

  /** The scenario whose limit it is; 0 for the model as it stands and for what is common. */
  int scenarioOf(int limit) {
    return tree == null ? 0 : tree.scenarioOf(limit);
  }

  /** The nominal program's linearisation, given that of the whole. */
  StageQp linearisation(StageQp all) {
    return tree == null ? all : tree.linearisation(0);
  }
}
