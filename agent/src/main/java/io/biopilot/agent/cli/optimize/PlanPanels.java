package io.biopilot.agent.cli.optimize;

import io.biopilot.agent.cli.optimize.Panel.Form;
import io.biopilot.agent.cli.optimize.Panel.Line;
import io.biopilot.mpc.control.BatchPlan;
import io.biopilot.mpc.control.PlanCheck;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.yaml.BatchFile;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is in the picture of a plan: inputs, doses, states, and formulas that are limited. */
final class PlanPanels {

  private final OptimalControlProblem problem;
  private final Schema schema;
  private final InputSchedule inputs;
  private final List<PlanCheck.Point> points;
  private final List<PlanCheck.Margin> margins;
  private final List<PlanCheck.Course> others = new ArrayList<>();
  private final Vec times;
  private final double end;

  /** The plan's check must be a course. */
  PlanPanels(BatchFile file, BatchPlan.Made made) {
    if (!(made.check() instanceof PlanCheck.Course course)) {
      throw new IllegalArgumentException("nothing to draw: the plan could not be integrated");
    }
    problem = file.goal().problem();
    schema = file.model().schema();
    inputs = made.decision().plan().inputs();
    points = course.course();
    margins = course.margins();
    for (BatchPlan.ScenarioCheck scenario : made.scenarios()) {
      if (scenario.check() instanceof PlanCheck.Course other) {
        others.add(other);
      }
    }
    times = column(points, PlanCheck.Point::time);
    end = times.get(times.size() - 1);
  }

  private static Vec column(List<PlanCheck.Point> points, ToDoubleFunction<PlanCheck.Point> value) {
    return Vec.of(points.stream().mapToDouble(value).toArray());
  }

  private List<Panel.Curve> others(ToDoubleFunction<PlanCheck.Point> value) {
    return others.stream()
        .map(
            o ->
                new Panel.Curve(
                    column(o.course(), PlanCheck.Point::time), column(o.course(), value)))
        .toList();
  }

  /** Inputs first, then doses, states and formulas. */
  List<Panel> all() {
    List<Panel> panels = new ArrayList<>();
    problem.inputs().forEach(limit -> panels.add(input(limit)));
    problem.pulses().forEach(pulse -> panels.add(doses(pulse)));
    for (int i = 0; i < schema.states().size(); i++) {
      panels.add(state(i));
    }
    formulas().forEach((name, about) -> panels.add(formula(name, about)));
    return panels;
  }

  private static String title(Quantity what) {
    return what.description().isEmpty() ? what.name() : what.name() + "  " + what.description();
  }

  private Panel input(InputLimit limit) {
    Quantity what = schema.inputs().get(limit.input());
    double start = times.get(0);
    List<Line> lines =
        limit.held()
            ? List.of()
            : List.of(
                new Line(limit.lower().value(), true, false, start, end, 0.0),
                new Line(limit.upper().value(), false, false, start, end, 0.0));
    ToDoubleFunction<PlanCheck.Point> level = point -> point.inputs().get(limit.input());
    Vec values = column(points, level);
    return new Panel(title(what), what.unit(), Form.STEPS, times, values, lines, others(level));
  }

  private Panel doses(PulseInput pulse) {
    Quantity what = schema.impulses().get(pulse.impulse());
    List<TimedImpulse> given =
        inputs.impulses().stream().filter(d -> d.impulse() == pulse.impulse()).toList();
    Vec when = Vec.of(given.stream().mapToDouble(TimedImpulse::time).toArray());
    Vec amounts = Vec.of(given.stream().mapToDouble(TimedImpulse::amount).toArray());
    Line most = new Line(pulse.maximum().value(), false, false, times.get(0), end, 0.0);
    return new Panel(title(what), what.unit(), Form.STEMS, when, amounts, List.of(most), List.of());
  }

  private Panel state(int index) {
    Quantity what = schema.states().get(index);
    List<Line> lines = new ArrayList<>();
    for (PlanCheck.Margin margin : margins) {
      if (margin.state() == index) {
        lines.add(line(margin));
      }
    }
    ToDoubleFunction<PlanCheck.Point> state = point -> point.state().get(index);
    Vec values = column(points, state);
    return new Panel(title(what), what.unit(), Form.COURSE, times, values, lines, others(state));
  }

  private Line line(PlanCheck.Margin margin) {
    double from = end;
    double until = times.get(0);
    for (int i = 0; i < times.size(); i++) {
      if (!Double.isNaN(margin.distances().get(i))) {
        from = Math.min(from, times.get(i));
        until = times.get(i);
      }
    }
    return new Line(margin.limit(), margin.lower(), margin.soft(), from, until, margin.backOff());
  }

  private Map<String, List<PlanCheck.Margin>> formulas() {
    Map<String, List<PlanCheck.Margin>> named = new LinkedHashMap<>();
    for (PlanCheck.Margin margin : margins) {
      long counts = margin.distances().toArray().length;
      if (margin.state() < 0 && counts > 0 && margin.tightest() >= 0) {
        named.computeIfAbsent(margin.name(), name -> new ArrayList<>()).add(margin);
      }
    }
    // A formula at one moment only is no curve; the report has it.
    named.values().removeIf(about -> line(about.get(0)).from() >= line(about.get(0)).until());
    return named;
  }

  private Panel formula(String name, List<PlanCheck.Margin> about) {
    PlanCheck.Margin first = about.get(0);
    Panel.Curve own = curve(first, points);
    List<Panel.Curve> theirs = new ArrayList<>();
    for (PlanCheck.Course other : others) {
      other.margins().stream()
          .filter(margin -> margin.name().equals(name) && margin.lower() == first.lower())
          .forEach(margin -> theirs.add(curve(margin, other.course())));
    }
    return new Panel(
        name + "  limited formula",
        first.unit(),
        Form.COURSE,
        own.times(),
        own.values(),
        about.stream().map(this::line).toList(),
        theirs);
  }

  /** The limited quantity where its limit holds. */
  private static Panel.Curve curve(PlanCheck.Margin margin, List<PlanCheck.Point> course) {
    List<Double> when = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < course.size(); i++) {
      double distance = margin.distances().get(i);
      if (!Double.isNaN(distance)) {
        when.add(course.get(i).time());
        values.add(margin.lower() ? margin.limit() + distance : margin.limit() - distance);
      }
    }
    return new Panel.Curve(vec(when), vec(values));
  }

  private static Vec vec(List<Double> values) {
    return Vec.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
