package io.biopilot.mpc.problem.yaml;

import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Scenario;
import io.biopilot.twin.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads the section {@code robust}; used once. */
final class RobustReader {

  private static final int ROUNDS = 20;
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");

  private final GoalNode at;
  private final List<Quantity> parameters;

  /**
   * @param parameters of the model
   */
  RobustReader(GoalNode at, List<Quantity> parameters) {
    this.at = at;
    this.parameters = parameters;
  }

  /**
   * @param doses whether the goal has doses, which scenarios can only share
   */
  Robustness read(boolean doses) {
    boolean tree = at.choice("method", "tree", "back-off").equals("tree");
    double horizon = at.number("horizon", Double.POSITIVE_INFINITY);
    double rounds = at.number("rounds", ROUNDS);
    double weight = weight(at, "robust");
    if (tree) {
      refuse(at, "rounds", "are for 'method: back-off', a tree is solved at once");
      requireCount("horizon", horizon);
      if (doses && horizon < Double.POSITIVE_INFINITY) {
        at.report(
            at.at("horizon"),
            "robust.horizon lets scenarios part, but doses are the same in all of them; leave it out");
      }
    } else {
      refuse(at, "horizon", "is for 'method: tree'; with back-off all moves are common");
      refuse(at, "weight", "is for 'method: tree'; back-off weighs nothing");
      requireCount("rounds", rounds);
    }
    GoalNode listed = at.required("scenarios");
    List<Scenario> scenarios = new ArrayList<>();
    for (String name : listed.keys()) {
      scenarios.add(scenario(listed.child(name), name, tree));
    }
    at.close();
    if (scenarios.isEmpty()) {
      at.report("robust.scenarios needs a scenario, e.g. slow: {factors: {qSmax: 0.9}}");
      return new Robustness.None();
    }
    return tree
        ? new Robustness.Tree(
            scenarios,
            weight,
            Double.isInfinite(horizon) ? Robustness.Tree.ALL : (int) Math.max(1.0, horizon))
        : new Robustness.Tightened(scenarios, (int) Math.max(1.0, rounds));
  }

  private static void refuse(GoalNode at, String key, String why) {
    if (at.has(key)) {
      at.report(at.at(key), "robust.%s %s".formatted(key, why));
    }
  }

  private void requireCount(String key, double number) {
    boolean absent = !at.has(key);
    if (!absent && (!(number >= 1.0) || number != Math.rint(number) || number > 1e6)) {
      at.report(
          at.at(key), "robust.%s is %s, expected a whole number from 1 on".formatted(key, number));
    }
  }

  private static double weight(GoalNode at, String of) {
    double weight = at.number("weight", 1.0);
    if (weight > 0.0 && weight < Double.POSITIVE_INFINITY) {
      return weight;
    }
    at.report(
        at.at("weight"),
        "the weight of %s is %s, expected a positive number".formatted(of, weight));
    return 1.0;
  }

  private Scenario scenario(GoalNode node, String name, boolean tree) {
    if (!NAME.matcher(name).matches()) {
      node.report(
          "scenario '%s': its name is part of file names, expected letters, digits, - and _"
              .formatted(name));
    }
    double weight = weight(node, "scenario " + name);
    if (!tree) {
      refuse(node, "weight", "is for 'method: tree'; back-off weighs nothing");
    }
    Map<String, Double> values = finite(node, "parameters");
    Map<String, Double> factors = finite(node, "factors");
    node.close();
    if (values.isEmpty() && factors.isEmpty()) {
      node.report(
          "scenario %s changes nothing; give it parameters: {NAME: value} or factors: {NAME: factor}"
              .formatted(name));
    }
    TreeSet<String> both = new TreeSet<>(values.keySet());
    both.retainAll(factors.keySet());
    if (!both.isEmpty()) {
      node.report(
          node.at("factors"),
          "scenario %s gives %s a value and a factor; keep one".formatted(name, both.first()));
      both.forEach(factors::remove);
    }
    return new Scenario(name, weight, values, factors);
  }

  private Map<String, Double> finite(GoalNode node, String key) {
    GoalNode section = node.child(key);
    Map<String, Double> values = section.named(parameters, "parameter");
    for (Map.Entry<String, Double> value : values.entrySet()) {
      if (!Double.isFinite(value.getValue())) {
        section.report(
            section.at(value.getKey()),
            "%s is %s, expected a finite number".formatted(value.getKey(), value.getValue()));
        value.setValue(1.0);
      }
    }
    return values;
  }
}
