package io.biopilot.mpc.control;

import io.biopilot.mpc.control.PlanCheck.Margin;
import io.biopilot.mpc.control.PlanCheck.Point;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.Values;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.ode.Integrator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges plans for a problem by an integration of its own. It shares the problem's formulas with
 * the transcription, but neither its grid nor its integrator.
 */
public final class PlanChecker {

  private static final double HARDLY = 1e-6;

  private final OptimalControlProblem problem;
  private final Values values;
  private final Integrator integrator;
  private final int states;
  private final int inputs;

  /**
   * @param integrator adaptive, much more accurate than the plan
   */
  public PlanChecker(OptimalControlProblem problem, Values values, Integrator integrator) {
    this.problem = problem;
    this.values = values;
    this.integrator = integrator;
    states = problem.schema().states().size();
    inputs = problem.schema().inputs().size();
  }

  /**
   * @param from state at {@code plan.madeFor()}
   * @param before inputs in force until then
   * @param rows number of equally distant times to look at besides the nodes
   */
  public PlanCheck check(Model model, Plan plan, Vec from, Vec before, int rows) {
    PlanCourse run = new PlanCourse(model, plan, integrator);
    String failure = run.integrate(from, rows);
    if (failure != null) {
      return new PlanCheck.Broken(failure);
    }
    List<Point> course = run.points();
    List<Point> nodes = new ArrayList<>();
    for (int k = 0; k < plan.times().size(); k++) {
      nodes.add(before(course, plan.times().get(k)));
    }
    return new PlanCheck.Course(
        course, costs(plan, nodes, before), deviation(plan, nodes, course), margins(course));
  }

  /** The first point at the time: the one before a dose. */
  private static Point before(List<Point> course, double time) {
    for (Point point : course) {
      if (point.time() >= time - 1e-12) {
        return point;
      }
    }
    return course.get(course.size() - 1);
  }

  private double deviation(Plan plan, List<Point> nodes, List<Point> course) {
    double worst = 0.0;
    for (int i = 0; i < states; i++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Point point : course) {
        low = Math.min(low, point.state().get(i));
        high = Math.max(high, point.state().get(i));
      }
      for (int k = 0; k < nodes.size(); k++) {
        double difference = plan.states().get(k).get(i) - nodes.get(k).state().get(i);
        worst = Math.max(worst, Math.abs(difference) / Math.max(HARDLY, high - low));
      }
    }
    return worst;
  }

  private Map<String, Double> costs(Plan plan, List<Point> nodes, Vec before) {
    Map<String, Double> costs = new LinkedHashMap<>();
    int last = nodes.size() - 1;
    for (CostTerm term : problem.costs()) {
      double sum = 0.0;
      boolean end = term.where() == CostTerm.Where.TERMINAL;
      for (int k = end ? last : 0; k < (end ? last + 1 : last); k++) {
        double length =
            term.where() == CostTerm.Where.INTEGRAL
                ? plan.times().get(k + 1) - plan.times().get(k)
                : 1.0;
        sum += length * cost(term, nodes.get(k));
      }
      costs.put(term.name(), values.of(term.weight()) * sum);
    }
    double moves = moves(plan, nodes, before);
    if (moves > 0.0) {
      costs.put("moves", moves);
    }
    return costs;
  }

  private double cost(CostTerm term, Point point) {
    double value = value(term.map(), point);
    double miss = term.kind() == CostTerm.Kind.TRACKING ? value - values.of(term.target()) : 0.0;
    return term.kind() == CostTerm.Kind.TRACKING ? miss * miss : value;
  }

  /** Prices of the differences between moves. */
  private double moves(Plan plan, List<Point> nodes, Vec before) {
    double sum = 0.0;
    for (InputLimit limit : problem.inputs()) {
      double price = limit.held() ? 0.0 : values.of(limit.movePrice());
      double last = before.get(limit.input());
      for (int k = 0; price > 0.0 && k < nodes.size() - 1; k++) {
        double now = plan.inputs().levelsAt(plan.times().get(k)).get(limit.input());
        sum += price * (now - last) * (now - last);
        last = now;
      }
    }
    return sum;
  }

  private List<Margin> margins(List<Point> course) {
    List<Margin> margins = new ArrayList<>();
    for (PathConstraint limit : problem.constraints()) {
      double[] at = new double[course.size()];
      Arrays.fill(at, Double.NaN);
      double end = course.get(at.length - 1).time();
      boolean atEnd = limit.where() == PathConstraint.Where.END;
      for (int i = 0; i < at.length; i++) {
        double time = course.get(i).time();
        boolean late = time >= values.of(limit.from()) - 1e-9;
        if (late && (!atEnd || i == at.length - 1)) {
          at[i] = quantity(limit, course.get(i));
        }
        // As in the plan, a formula over inputs says nothing about the end, where no input begins.
        if (!atEnd && limit.map() != null && time >= end) {
          at[i] = Double.NaN;
        }
      }
      add(margins, limit, at, true, values.of(limit.lower()));
      add(margins, limit, at, false, values.of(limit.upper()));
    }
    return margins;
  }

  private void add(
      List<Margin> margins, PathConstraint limit, double[] at, boolean lower, double bound) {
    if (Double.isInfinite(bound)) {
      return;
    }
    double[] distances = at.clone();
    for (int i = 0; i < at.length; i++) {
      distances[i] = lower ? at[i] - bound : bound - at[i];
    }
    List<Quantity> quantities = problem.schema().states();
    String unit = limit.state() < 0 ? "" : quantities.get(limit.state()).unit();
    boolean soft = values.of(limit.softness().linear()) < Double.POSITIVE_INFINITY;
    double margin = values.of(limit.margin());
    margins.add(
        new Margin(
            limit.name(), limit.state(), unit, lower, bound, margin, soft, Vec.of(distances)));
  }

  private double quantity(PathConstraint limit, Point point) {
    SmoothMap map = limit.map();
    return map == null ? point.state().get(limit.state()) : value(map, point);
  }

  private double value(SmoothMap map, Point point) {
    double[] x = new double[map.shape().inputs()];
    point.state().copyInto(x, 0);
    point.inputs().copyInto(x, states);
    point.doses().copyInto(x, states + inputs);
    x[x.length - 1] = point.time();
    int settings = problem.settings().size();
    double[] p = new double[map.shape().parameters()];
    for (int i = 0; i < p.length; i++) {
      p[i] =
          i < settings
              ? values.of(problem.settings().get(i))
              : problem.references().get(i - settings).at(point.time());
    }
    double[] y = new double[1];
    map.valueInto(x, p, y, map.workspace(1));
    return y[0];
  }

  /** Amounts at a time, by impulse. */
  static Vec doses(Plan plan, int impulses, double time) {
    double[] amounts = new double[impulses];
    for (TimedImpulse dose : plan.inputs().impulses()) {
      if (Math.abs(dose.time() - time) < 1e-12) {
        amounts[dose.impulse()] += dose.amount();
      }
    }
    return Vec.of(amounts);
  }
}
