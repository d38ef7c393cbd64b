package io.biopilot.mpc.problem.yaml;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.Knob;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Reference;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.expression.FormulaException;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the file's nodes to a control problem; used once. */
final class GoalReader {

  private static final double NONE = Double.POSITIVE_INFINITY;

  private final GoalNode root;
  private final Schema schema;
  private final Symbols symbols = new Symbols();

  GoalReader(GoalNode root, Schema schema) {
    this.root = root;
    this.schema = schema;
  }

  GoalFile.Goal read() {
    String words = Objects.requireNonNullElse(root.text("goal"), "");
    Horizon horizon = horizon();
    Batch batch =
        root.has("batch") ? new BatchReader(root.child("batch"), schema).read(horizon) : null;
    GoalNode scheme = root.child("integration");
    String method = scheme.choice("method", "sdirk3", "sdirk2", "rk4");
    double step = scheme.positive("step", 0.25);
    scheme.close();
    GoalNode solver = root.child("solver");
    double tolerance = solver.positive("tolerance", 1e-6);
    int tries = count(solver, "dose tries", batch == null ? 0 : 100);
    int rounds = batch == null ? 0 : count(solver, "margin rounds", 0);
    solver.close();
    OptimalControlProblem.Builder builder = OptimalControlProblem.of(schema, horizon);
    schema.states().forEach(q -> symbols.input(q.name()));
    schema.inputs().forEach(q -> symbols.input(q.name()));
    schema.impulses().forEach(q -> symbols.input(q.name()));
    symbols.input("t");
    GoalNode settings = root.child("settings");
    for (String name : settings.keys()) {
      builder.setting(name, settings.requiredNumber(name));
      symbols.parameter(name);
    }
    GoalNode references = root.child("references");
    for (String name : references.keys()) {
      GoalNode at = references.child(name);
      builder.reference(
          new Reference(name, Vec.of(at.numbers("times")), Vec.of(at.numbers("values"))));
      at.close();
      symbols.parameter(name);
    }
    GoalNode costs = root.required("costs");
    costs.keys().forEach(name -> cost(builder, costs.child(name), name));
    GoalNode inputs = root.required("inputs");
    inputs.keys().forEach(name -> input(builder, inputs, name));
    GoalNode limits = root.child("limits");
    limits.keys().forEach(name -> limit(builder, limits.child(name), name));
    GoalNode doses = root.child("doses");
    doses.keys().forEach(name -> pulse(builder, doses.child(name), name));
    Robustness robustness =
        root.has("robust")
            ? new RobustReader(root.child("robust"), schema.parameters()).read(root.has("doses"))
            : new Robustness.None();
    root.close();
    return new GoalFile.Goal(
        words, builder.build(), method, step, tolerance, tries, rounds, robustness, batch);
  }

  private Horizon horizon() {
    GoalNode at = root.required("horizon");
    String kind = at.choice("kind", "shrinking", "receding", "free end");
    Horizon horizon =
        switch (kind) {
          case "receding" -> Horizon.receding(at.requiredNumber("length"), moves(at));
          case "free end" ->
              Horizon.freeEnd(
                  at.requiredNumber("shortest"), at.requiredNumber("longest"), moves(at));
          default ->
              new Horizon.Shrinking(
                  new Knob("horizon.move", at.requiredNumber("move")), count(at, "most", 400));
        };
    at.close();
    return horizon;
  }

  private static int count(GoalNode at, String key, int otherwise) {
    double number = at.number(key, otherwise);
    if (!(number >= 0.0) || number != Math.rint(number)) {
      at.report(at.at(key), "%s is %s, expected a whole number from 0 on".formatted(key, number));
    }
    return (int) number;
  }

  private static int moves(GoalNode at) {
    if (!at.has("moves")) {
      at.report("horizon needs 'moves'");
    }
    return count(at, "moves", 1);
  }

  private @Nullable SmoothMap formula(GoalNode at, String key) {
    String text = at.text(key);
    if (text == null) {
      return null;
    }
    try {
      return symbols.compile(text);
    } catch (FormulaException wrong) {
      at.report(at.at(key), String.valueOf(wrong.getMessage()));
      return symbols.compile("0");
    }
  }

  private void cost(OptimalControlProblem.Builder builder, GoalNode at, String name) {
    CostTerm.Where where =
        switch (at.choice("at", "end", "nodes", "interval")) {
          case "nodes" -> CostTerm.Where.STAGE;
          case "interval" -> CostTerm.Where.INTEGRAL;
          default -> CostTerm.Where.TERMINAL;
        };
    SmoothMap value = formula(at, "value");
    SmoothMap tracked = formula(at, "track");
    if (at.has("target") && tracked == null) {
      at.report(at.at("target"), "cost %s has a target but nothing to 'track'".formatted(name));
    }
    double target = at.number("target", 0.0);
    double weight = at.number("weight", 1.0);
    at.close();
    if ((value == null) == (tracked == null)) {
      at.report("cost %s needs either 'value' or 'track'".formatted(name));
    } else if (value != null) {
      builder.cost(CostTerm.economic(name, where, value).withWeight(weight));
    } else if (tracked != null) {
      builder.cost(CostTerm.tracking(name, where, tracked, target).withWeight(weight));
    }
  }

  private int index(GoalNode at, List<Quantity> known, String name, String kind) {
    int index = Schema.indexOf(known, name);
    if (index < 0) {
      String names = String.join(", ", known.stream().map(Quantity::name).toList());
      at.report("the model has no %s '%s'; it has %s".formatted(kind, name, names));
    }
    return index;
  }

  /** Only for a whole batch's plan: in a running one the gate has the last word. */
  private void requireRange(GoalNode at, List<Quantity> known, int index, String... keys) {
    if (index >= 0 && root.has("batch")) {
      for (String key : keys) {
        at.requireRange(key, known.get(index));
      }
    }
  }

  private void input(OptimalControlProblem.Builder builder, GoalNode inputs, String name) {
    if (GoalNode.isWord(inputs.at(name), "held")) {
      int index = index(inputs, schema.inputs(), name, "input");
      if (index >= 0) {
        builder.held(name);
      }
      return;
    }
    GoalNode at = inputs.child(name);
    int index = index(at, schema.inputs(), name, "input");
    double lower = at.requiredNumber("lower");
    double upper = at.requiredNumber("upper");
    requireRange(at, schema.inputs(), index, "lower", "upper");
    InputLimit limit = InputLimit.range(Math.max(0, index), name, lower, upper);
    limit = limit.withRate(at.notNegative("change", NONE), at.positive("window", 1.0));
    limit = limit.withMovePrice(at.notNegative("move price", 0.0));
    limit = limit.withTotal(at.notNegative("total", NONE));
    at.close();
    if (index >= 0) {
      builder.input(limit);
    }
  }

  private void limit(OptimalControlProblem.Builder builder, GoalNode at, String name) {
    SmoothMap value = formula(at, "value");
    double lower = at.number("lower", -NONE);
    double upper = at.number("upper", NONE);
    int state = value == null ? index(at, schema.states(), name, "state") : -1;
    if (value == null && state < 0) {
      return;
    }
    PathConstraint limit =
        value == null
            ? PathConstraint.onState(state, name, lower, upper)
            : PathConstraint.on(value, name, lower, upper);
    limit = limit.withMargin(at.number("margin", 0.0));
    limit = limit.from(at.number("from", -NONE));
    double quadratic = at.notNegative("quadratic", 0.0);
    if (at.has("price")) {
      limit = limit.soft(at.notNegative("price", 1.0), quadratic);
    } else if (at.has("quadratic")) {
      at.report(
          at.at("quadratic"),
          "limit %s has a quadratic price but no 'price', so that it is hard; price: 0 is allowed"
              .formatted(name));
    }
    if (at.choice("at", "nodes", "end").equals("end")) {
      limit = limit.atEnd();
    }
    at.close();
    builder.limit(limit);
  }

  private void pulse(OptimalControlProblem.Builder builder, GoalNode at, String name) {
    int index = index(at, schema.impulses(), name, "impulse");
    double least = at.requiredPositive("minimum");
    double largest = at.requiredPositive("maximum");
    requireRange(at, schema.impulses(), index, "minimum", "maximum");
    PulseInput pulse = PulseInput.of(Math.max(0, index), name, least, largest);
    pulse = pulse.withStep(at.positive("step", least));
    pulse = pulse.withSpacing(at.notNegative("spacing", 0.0));
    pulse = pulse.withMost(at.notNegative("most", NONE)).withBudget(budget(at, least));
    pulse = pulse.withGrid(at.notNegative("grid", 0.0)).withFrom(at.number("from", 0.0));
    at.close();
    if (index >= 0) {
      builder.pulse(pulse);
    }
  }

  private static double budget(GoalNode at, double least) {
    double budget = at.notNegative("budget", NONE);
    if (budget > 0.0 && budget < least) {
      at.report(
          at.at("budget"),
          "the budget %s does not allow the minimum dose %s; 0 says that there shall be none"
              .formatted(budget, least));
    }
    return budget;
  }
}
